import { describe, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { TernError } from '../../../shared/errors.ts'
import type { Keeping } from '../../../shared/model/backup.ts'
import BackupSection from '../../../renderer/features/settings/BackupSection.svelte'
import { sizeWords } from '../../../renderer/words/backups.ts'
import { renderInApp } from '../support/render.ts'
import { describeAccessible } from '../support/screens.ts'
import { sampleWorld } from '../support/world.ts'

const { keeping } = sampleWorld()
const [newest] = keeping.backups
if (newest === undefined) throw new Error('the sample has no backup')
const many: Keeping = {
  ...keeping,
  backups: Array.from({ length: 11 }, (_, n) => ({ ...newest, id: `${n}`, at: newest.at - n * 86_400_000 })),
}
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
const dialog = page.getByRole('dialog')
const restoreFirst = () => button(/^Restore the backup of/).first()
const names = (calls: readonly (readonly [string, unknown])[]) => calls.map(([name]) => name)

describe('backups', () => {
  it('are listed with time, messages and size', async () => {
    await renderInApp(BackupSection, {})
    await expect.element(page.getByText('1,280 messages, 4.3 MB').first()).toBeVisible()
    await expect.element(page.getByText('Kept when another backup was restored.')).toBeVisible()
  })

  it('says when there is none', async () => {
    await renderInApp(BackupSection, {}, { world: { keeping: { backups: [] } } })
    await expect.element(page.getByText('There is no backup yet.')).toBeVisible()
  })

  it('offers no restore of one that cannot be opened', async () => {
    const broken = { backups: [{ ...newest, broken: true }] }
    await renderInApp(BackupSection, {}, { world: { keeping: broken } })
    await expect.element(page.getByText('It cannot be opened.')).toBeVisible()
    await expect.element(restoreFirst()).not.toBeInTheDocument()
  })

  it('shows the first few, and all when asked', async () => {
    await renderInApp(BackupSection, {}, { world: { keeping: many } })
    await expect.poll(() => button(/^Restore the backup/).elements().length).toBe(3)
    await button('Show all 11').click()
    expect(button(/^Restore the backup/).elements()).toHaveLength(11)
  })

  it('makes one now, with its progress', async () => {
    let finish = (): void => undefined
    const { emit, app } = await renderInApp(
      BackupSection,
      {},
      {
        handlers: {
          backups: { make: () => new Promise((done) => (finish = () => done(keeping))) },
        },
      },
    )
    await button('Back up now').click()
    emit.backups.changed({ ...keeping, busy: { task: 'backup', done: 30, total: 120 } })
    await expect.element(page.getByRole('progressbar', { name: 'Making a backup…' })).toBeVisible()
    await expect.element(page.getByText('25%')).toBeVisible()
    finish()
    await expect
      .poll(() => app.toasts.list.map(({ text }) => text))
      .toEqual(['The backup is made and checked.'])
  })

  it('says why the last one failed', async () => {
    const error = { code: 'backup.noSpace', detail: { megabytes: 800 } } as const
    await renderInApp(BackupSection, {}, { world: { keeping: { ...keeping, error } } })
    await expect.element(page.getByText('There is no room for a backup.')).toBeVisible()
    await expect.element(page.getByText(/Free at least 800 MB/)).toBeVisible()
  })

  it('restores only after saying what will be missing', async () => {
    const { calls, app } = await renderInApp(BackupSection, {}, { world: { keeping } })
    await restoreFirst().click()
    await expect.element(dialog.getByText('Texts sent or received since then will be missing.')).toBeVisible()
    await expect.element(dialog.getByText('are kept first, as a backup of their own')).toBeVisible()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    expect(names(calls)).not.toContain('backups.restore')
    await restoreFirst().click()
    await dialog.getByRole('button', { name: 'Restore', exact: true }).click()
    await expect.element(dialog).not.toBeInTheDocument()
    expect(calls).toContainEqual(['backups.restore', { id: newest.id }])
    expect(app.toasts.list[0]?.text).toMatch(/^Your messages are as they were on /)
  })

  it('keeps the question open while it works, and when it did not work', async () => {
    let refuse = (): void => undefined
    const { emit } = await renderInApp(
      BackupSection,
      {},
      {
        handlers: {
          backups: {
            restore: () =>
              new Promise((_, reject) => {
                refuse = () => reject(new TernError('backup.unsound'))
              }),
          },
        },
      },
    )
    await restoreFirst().click()
    await dialog.getByRole('button', { name: 'Restore', exact: true }).click()
    emit.backups.changed({ ...keeping, busy: { task: 'restore', done: 1, total: 2 } })
    await expect.element(dialog.getByText('50%')).toBeVisible()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect.element(dialog).toBeVisible()
    refuse()
    await expect.element(dialog.getByText('This backup is not sound')).toBeVisible()
  })

  it.each([
    [300, '1 kB'],
    [820_400, '820 kB'],
    [4_320_000, '4.3 MB'],
    [186_000_000, '186 MB'],
    [1_230_000_000, '1.2 GB'],
  ])('names a size of %i bytes', (bytes, words) => {
    expect(sizeWords(bytes)).toBe(words)
  })
})

describeAccessible(BackupSection, {}, [
  { name: 'a list', until: () => expect.element(button('Back up now')).toBeVisible() },
  {
    name: 'under way, after a failure',
    options: {
      world: {
        keeping: {
          ...many,
          busy: { task: 'check', done: 0, total: 0 },
          error: { code: 'backup.failed', detail: {} },
        },
      },
    },
    until: () => expect.element(page.getByRole('progressbar')).toBeVisible(),
  },
  {
    name: 'the question',
    until: async () => {
      await restoreFirst().click()
      await expect.element(dialog).toBeVisible()
    },
  },
])
