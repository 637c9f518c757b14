import { beforeEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { loadPhones } from '../../../renderer/features/conversations/phones.svelte.ts'
import NotificationsView from '../../../renderer/features/notifications/NotificationsView.svelte'
import { timeOfDay } from '../../../renderer/lib/time.ts'
import { TernError } from '../../../shared/errors.ts'
import type { Gap } from '../../../shared/model/gap.ts'
import { now, zoe } from '../support/conversation.ts'
import type { FakeOptions } from '../support/fake-api.ts'
import { uuid } from '../support/people.ts'
import { expectAccessible, renderInApp, useTheme, type Rendered } from '../support/render.ts'

await loadPhones()
beforeEach(() => page.viewport(900, 640))

const minute = 60_000
const gap = (id: number, from: number, more: Partial<Gap> = {}): Gap => ({
  id,
  numberId: 1234,
  from,
  to: from + 7 * minute,
  reason: 'lost',
  done: false,
  ...more,
})
const openGap = (id: number, from: number): Gap => {
  const { to: _, ...rest } = gap(id, from)
  return rest
}
const texted = { ...zoe, at: now - 100 * minute }
async function show(gaps: Gap[], options: FakeOptions = {}): Promise<Rendered> {
  const world = { gaps, unanswered: [texted], ...options.world }
  const rendered = await renderInApp(NotificationsView, {}, { ...options, world })
  rendered.screen.container.style.height = '600px'
  return rendered
}
const rows = () => page.getByRole('listitem')
const line = (text: string | RegExp) => rows().filter({ hasText: text })
const showAll = () => userEvent.click(page.getByRole('radio', { name: 'All' }))

describe('gaps among the notifications', () => {
  test('stand where they began, newest first, and say when, what and what it means', async () => {
    const at = now - 90 * minute
    await show([gap(1, now - 5000 * minute, { reason: 'asleep' }), gap(2, at)])
    await showAll()
    await expect.element(line(/could not be reached/)).toBeVisible()
    await expect
      .element(line(/could not be reached/))
      .toHaveTextContent(
        `${timeOfDay(at)} to ${timeOfDay(at + 7 * minute)}. A reply sent then may not have arrived.`,
      )
    // Among the texts: Maria's is newer, Maximiliana's is older.
    const texts = rows()
      .elements()
      .map((one) => one.textContent ?? '')
    const placeOf = (text: string): number => texts.findIndex((one) => one.includes(text))
    expect(placeOf('Perfect, see you')).toBeLessThan(placeOf('could not be reached'))
    expect(placeOf('could not be reached')).toBeLessThan(placeOf('slept'))
  })

  test('an open one stands out, has nobody to ask and nothing to tick off; then it can be both', async () => {
    const { emit, world } = await show([openGap(1, now - 3 * minute)])
    const open = line(/This computer cannot be reached/)
    await expect.element(open).toHaveTextContent(/Since .*\. A reply sent now may not arrive\./)
    expect(open.getByRole('button', { name: /Ask|Done/ }).elements()).toEqual([])
    const ended = gap(1, now - 3 * minute, { to: now })
    world.gaps = [ended]
    emit.gaps.changed(ended)
    const over = line(/This computer could not be reached/)
    await expect.element(over.getByRole('button', { name: 'Ask to resend' })).toBeVisible()
    await expect.element(over.getByRole('button', { name: 'Done' })).toBeVisible()
  })

  test('short ones have a line only when there is somebody to ask', async () => {
    const short = gap(1, now - 30 * minute, { to: now - 30 * minute + 20_000 })
    const shown = await show([short], { world: { unanswered: [] } })
    await expect.element(line(/Maria/)).toBeVisible()
    await expect.poll(() => shown.calls.map(([name]) => name)).toContain('gaps.unanswered')
    expect(line(/could not be reached/).elements()).toEqual([])
    shown.world.unanswered = [texted]
    shown.emit.gaps.changed(short)
    await expect.element(line(/could not be reached/)).toBeVisible()
    // Who answers need not be asked.
    const answer = shown.world.messages.find((one) => one.direction === 'inbound')
    if (answer === undefined) throw new Error('no message')
    shown.emit.messages.changed({ ...answer, conversationId: texted.id, read: true })
    await expect.element(line(/could not be reached/)).not.toBeInTheDocument()
  })

  test('where the number was in Aircall says where to look, and asks nobody', async () => {
    await show([gap(1, now - 600 * minute, { reason: 'handedBack' })])
    await expect
      .element(line('The number was in Aircall'))
      .toHaveTextContent('Look in the Aircall inbox for what came.')
    expect(line('The number was in Aircall').getByRole('button', { name: /Ask/ }).elements()).toEqual([])
  })

  test('people of another number are not asked', async () => {
    const shown = await show([gap(1, now - 60 * minute, { numberId: 99 })])
    await expect.element(line(/could not be reached/)).toBeVisible()
    expect(shown.calls.map(([name]) => name)).not.toContain('gaps.unanswered')
  })

  test('Done ticks off, with the way back; among all it stays, marked', async () => {
    const shown = await show([gap(1, now - 60 * minute)])
    await userEvent.click(line(/could not be reached/).getByRole('button', { name: 'Done' }))
    await expect.element(line(/could not be reached/)).not.toBeInTheDocument()
    expect(shown.world.gaps[0]?.done).toBe(true)
    const toast = shown.app.toasts.list[0]
    expect(toast?.text).toBe('Ticked off: This computer could not be reached')
    toast?.action?.run()
    await expect.element(line(/could not be reached/)).toBeVisible()
    await userEvent.click(line(/could not be reached/).getByRole('button', { name: 'Done' }))
    await showAll()
    await expect.element(line(/could not be reached/)).toHaveTextContent('Ticked off')
    await userEvent.click(line(/could not be reached/).getByRole('button', { name: 'Not done' }))
    await expect.element(line(/could not be reached/)).not.toHaveTextContent('Ticked off')
  })

  test('are counted neither as unread nor found by a search', async () => {
    const shown = await show([gap(1, now - 60 * minute)])
    await expect.element(line(/could not be reached/)).toBeVisible()
    expect(shown.app.unread).toBe(3)
    await userEvent.fill(page.getByLabelText('Search notifications'), 'Maria')
    await expect.element(line(/could not be reached/)).not.toBeInTheDocument()
  })

  test('with no text at all they are the list', async () => {
    await show([gap(1, now - 60 * minute)], { world: { messages: [] } })
    await expect.element(line(/could not be reached/)).toBeVisible()
    expect(page.getByText('Nothing new').elements()).toEqual([])
  })

  test('a press on the line asks, or shows how the way in was', async () => {
    const shown = await show([
      gap(1, now - 60 * minute),
      gap(2, now - 600 * minute, { reason: 'handedBack' }),
    ])
    await userEvent.click(line(/could not be reached/).getByRole('button', { name: /may not have arrived/ }))
    await expect.element(page.getByRole('dialog')).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
    await userEvent.click(line(/in Aircall/).getByRole('button', { name: /Look in the Aircall inbox/ }))
    expect(shown.app.view).toBe('health')
  })

  test('what could not be read is said, and tried again', async () => {
    let fails = true
    await show([], {
      handlers: {
        gaps: {
          list: () => {
            if (fails) throw new TernError('store.failed')
            return [gap(1, now - 60 * minute)]
          },
        },
      },
    })
    await expect.element(line(/Maria/)).toBeVisible()
    fails = false
    await userEvent.click(page.getByRole('button', { name: 'Try again' }))
    await expect.element(line(/could not be reached/)).toBeVisible()
  })

  test('hundreds cost no more rows than are in sight', async () => {
    const gaps = Array.from({ length: 200 }, (_, n) =>
      gap(n + 1, now - (300 - n) * 60 * minute, { done: false }),
    )
    await show(gaps, { world: { messages: [], unanswered: [] } })
    await expect.element(rows().nth(0)).toBeVisible()
    expect(document.querySelectorAll('[role=listitem]').length).toBeLessThan(40)
  })
})

test.each(['light', 'dark'] as const)('nothing that people could not use (%s)', async (theme) => {
  useTheme(theme)
  const asked = gap(2, now - 60 * minute, { askedAt: now - 30 * minute, askedPeople: 3 })
  const shown = await show(
    [
      gap(4, now - 900 * minute, { reason: 'handedBack', done: true }),
      gap(3, now - 400 * minute),
      asked,
      openGap(1, now - 3 * minute),
    ],
    { world: { unanswered: [{ ...texted, id: uuid(7, 9), at: now - 500 * minute }] } },
  )
  await showAll()
  await expect.element(line('Asked 3 people at')).toBeVisible()
  await expect.element(line('Asked 3 people at').getByRole('button', { name: 'Ask others' })).toBeVisible()
  await expectAccessible(shown.screen.container)
})
