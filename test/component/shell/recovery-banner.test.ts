import { describe, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import RecoveryBanner from '../../../renderer/features/shell/RecoveryBanner.svelte'
import { renderInApp } from '../support/render.ts'
import { describeAccessible } from '../support/screens.ts'
import { sampleWorld } from '../support/world.ts'

const at = Date.UTC(2026, 10, 23, 12)
const recovery = { at, from: at - 7_200_000, to: at - 600_000, folder: '/home/ada/.config/Tern/damaged' }
const world = { keeping: { ...sampleWorld().keeping, recovery } }

describe('after a damaged store', () => {
  it('says which texts may be missing and where the damaged file is, until it was seen', async () => {
    const { calls } = await renderInApp(RecoveryBanner, {}, { world })
    await expect
      .element(page.getByText('Your messages were damaged, and come from a backup now.'))
      .toBeVisible()
    await expect.element(page.getByText(/^.*Texts between .* and .* may be missing/)).toBeVisible()
    await expect.element(page.getByText(recovery.folder)).toBeVisible()
    await page.getByRole('button', { name: 'I have seen this' }).click()
    await expect.element(page.getByText('may be missing')).not.toBeInTheDocument()
    expect(calls.map(([name]) => name)).toContain('backups.forgetRecovery')
  })

  it('says so when nothing is known to be missing', async () => {
    const nothing = { keeping: { ...world.keeping, recovery: { ...recovery, to: recovery.from } } }
    await renderInApp(RecoveryBanner, {}, { world: nothing })
    await expect.element(page.getByText('No text is known to be missing.')).toBeVisible()
  })

  it('is not there otherwise', async () => {
    await renderInApp(RecoveryBanner, {})
    await expect.element(page.getByRole('button')).not.toBeInTheDocument()
  })
})

describeAccessible(RecoveryBanner, {}, [
  {
    name: 'a recovery',
    options: { world },
    until: () => expect.element(page.getByText('may be missing')).toBeVisible(),
  },
])
