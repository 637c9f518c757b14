import { beforeEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { TernError } from '../../../shared/errors.ts'
import { loadPhones } from '../../../renderer/features/conversations/phones.svelte.ts'
import { gapSentence } from '../../../renderer/words/gaps.ts'
import type { Gap } from '../../../shared/model/gap.ts'
import type { Message } from '../../../shared/model/message.ts'
import { called, fromZoe, now, showThread, toZoe } from '../support/conversation.ts'
import { expectAccessible, useTheme, type Rendered } from '../support/render.ts'

await loadPhones()
beforeEach(() => page.viewport(700, 600))

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
const show = (messages: Message[], gaps: Gap[]): Promise<Rendered> =>
  showThread(messages, { world: { gaps } })
const log = (): HTMLElement => {
  const found = document.querySelector<HTMLElement>('[role=log]')
  if (found === null) throw new Error('no log')
  return found
}
const fromEnd = (): number => log().scrollHeight - log().scrollTop - log().clientHeight
const inLog = (text: string | RegExp) => page.getByRole('log').getByText(text)
/** What stands in the log, top to bottom, by where it is on the screen. */
const order = (): string[] =>
  [...log().querySelectorAll('article p, .gap p')]
    .map((one) => ({ text: one.textContent?.trim() ?? '', top: one.getBoundingClientRect().top }))
    .sort((a, b) => a.top - b.top)
    .map(({ text }) => text)
/** No row lies over the next one. */
function expectApart(): void {
  const boxes = [...log().querySelectorAll('article, .gap')]
    .map((one) => one.getBoundingClientRect())
    .sort((a, b) => a.top - b.top)
  boxes.forEach((box, n) => {
    const above = boxes[n - 1]
    if (above !== undefined) expect(box.top - above.bottom).toBeGreaterThan(-1)
  })
}
/** Resolves when nothing has moved for twenty frames. */
async function settled(): Promise<void> {
  let last = ''
  for (let still = 0; still < 20; still++) {
    await new Promise(requestAnimationFrame)
    const state = `${log().scrollTop} ${log().scrollHeight}`
    if (state !== last) still = 0
    last = state
  }
}
/** Scrolls as a person does, by the wheel. */
async function scrollTo(top: number): Promise<void> {
  await settled()
  log().dispatchEvent(new WheelEvent('wheel', { deltaY: -1 }))
  log().scrollTop = top
  await settled()
}

describe('gaps in a conversation', () => {
  test('stand between the messages, with what they mean; a message that came within one still shows', async () => {
    const at = now - 60 * minute
    const one = gap(1, at + minute)
    await show(
      [toZoe(1, { at }), fromZoe(2, { at: at + 3 * minute }), toZoe(3, { at: at + 20 * minute })],
      [one],
    )
    await expect.element(inLog(/A reply sent then may not have arrived\.$/)).toBeVisible()
    expect(order()).toEqual(['Text 1', gapSentence(one, Date.now()), 'Text 2', 'Text 3'])
  })

  test('an open one says since when, and what that means now; it follows what happens', async () => {
    const at = now - 60 * minute
    const { emit, world } = await show([toZoe(1, { at })], [])
    await expect.element(inLog('Text 1')).toBeVisible()
    world.gaps = [openGap(1, now - 2 * minute)]
    emit.gaps.changed(openGap(1, now - 2 * minute))
    await expect
      .element(inLog(/^Since .* this computer cannot be reached\. A reply sent now may not arrive\.$/))
      .toBeVisible()
    const ended = gap(1, now - 2 * minute, { to: now })
    world.gaps = [ended]
    emit.gaps.changed(ended)
    await expect.element(inLog(gapSentence(ended, Date.now()))).toBeVisible()
    await expect.element(inLog(/^Since/)).not.toBeInTheDocument()
  })

  test('the one in which the number was in Aircall says where to look', async () => {
    await show([toZoe(1, { at: now - 60 * minute })], [gap(1, now - 30 * minute, { reason: 'handedBack' })])
    await expect
      .element(inLog(/the number was in Aircall\. Look in the Aircall inbox for what came\.$/))
      .toBeVisible()
  })

  test('many with no message between them are one line with a count, which opens and stays open', async () => {
    const night = (n: number): Gap =>
      gap(n, now - (40 - n) * 1440 * minute, {
        reason: 'notRunning',
        to: now - (40 - n) * 1440 * minute + 600 * minute,
      })
    const nights = Array.from({ length: 30 }, (_, n) => night(n + 1))
    const texts = Array.from({ length: 40 }, (_, n) => toZoe(n + 10, { at: now - 20 * minute + n * 1000 }))
    await show([toZoe(1, { at: now - 41 * 1440 * minute }), ...texts], nights)
    await expect.poll(fromEnd).toBeLessThan(48)
    await scrollTo(0)
    const line = inLog(/30 times Tern was not running\. Replies sent then may not have arrived\.$/)
    await expect.element(line).toBeVisible()
    const button = page.getByRole('button', { name: 'Show all 30' })
    await expect.element(button).toHaveAttribute('aria-expanded', 'false')
    await userEvent.click(button)
    await expect.poll(() => log().querySelectorAll('.gap li').length).toBe(30)
    await settled()
    expectApart()
    // Scrolled away and back, it is as it was left.
    await scrollTo(log().scrollHeight)
    await expect.poll(() => log().querySelectorAll('.gap li').length).toBe(0)
    await scrollTo(0)
    await expect.poll(() => log().querySelectorAll('.gap li').length).toBe(30)
    await userEvent.click(page.getByRole('button', { name: 'Hide them' }))
    await expect.poll(() => log().querySelectorAll('.gap li').length).toBe(0)
  })

  test('one that comes while the newest message is in sight leaves it there, wherever the gap belongs', async () => {
    const texts = Array.from({ length: 60 }, (_, n) => toZoe(n, { at: now - 30 * minute + n * 20_000 }))
    const { emit, world } = await show(texts, [])
    await expect.poll(fromEnd).toBeLessThan(48)
    await settled()
    for (const from of [now - 11 * minute, now - 12 * minute - 30_000]) {
      const one = gap(from, from, { id: world.gaps.length + 1 })
      world.gaps = [one, ...world.gaps].sort((a, b) => a.from - b.from)
      emit.gaps.changed(one)
      await expect.poll(() => log().querySelectorAll('.gap').length).toBe(world.gaps.length)
      await settled()
      expect(fromEnd()).toBeLessThan(2)
      expectApart()
    }
    expect(order().at(-1)).toMatch(/^Text 59$/)
  })

  test('one that comes higher up, or at the end, moves nothing of what somebody reads', async () => {
    const texts = Array.from({ length: 120 }, (_, n) => toZoe(n, { at: now - 60 * minute + n * 20_000 }))
    const { emit, world } = await show(texts, [])
    await expect.poll(fromEnd).toBeLessThan(48)
    await settled()
    await scrollTo(log().scrollTop - 1200)
    const seen = [...log().querySelectorAll('article')].find(
      (one) => one.getBoundingClientRect().top > log().getBoundingClientRect().top + 100,
    )
    if (seen === undefined) throw new Error('no message in sight')
    const before = seen.getBoundingClientRect().top
    const one = openGap(1, now - minute)
    world.gaps = [one]
    emit.gaps.changed(one)
    await settled()
    expect(Math.abs(seen.getBoundingClientRect().top - before)).toBeLessThan(2)
    await scrollTo(log().scrollHeight)
    await expect.element(inLog(/^Since/)).toBeVisible()
  })

  test('among older messages they come with them, and nothing on the screen moves', async () => {
    const at = now - 230 * 10 * minute
    const texts = Array.from({ length: 230 }, (_, n) => toZoe(n, { at: at + n * 10 * minute }))
    const gaps = Array.from({ length: 23 }, (_, n) => gap(n + 1, at + (n * 100 + 51) * minute))
    await show(texts, gaps)
    await expect.poll(fromEnd).toBeLessThan(48)
    await settled()
    log().dispatchEvent(new WheelEvent('wheel', { deltaY: -1 }))
    const inSight = (): HTMLElement[] =>
      [...log().querySelectorAll<HTMLElement>('article p, .gap p')].filter(
        (one) => one.getBoundingClientRect().top > log().getBoundingClientRect().top + 60,
      )
    let seenGaps = 0
    for (let step = 0; step < 300 && !order().includes('Text 0'); step++) {
      const seen = inSight()[0]
      if (seen === undefined) throw new Error('nothing in sight')
      const before = seen.getBoundingClientRect().top
      const moved = Math.min(150, log().scrollTop)
      log().scrollBy(0, -150)
      await new Promise(requestAnimationFrame)
      await new Promise(requestAnimationFrame)
      if (seen.isConnected && moved === 150)
        expect(Math.abs(seen.getBoundingClientRect().top - before - moved)).toBeLessThan(3)
      seenGaps = Math.max(
        seenGaps,
        23 - Number(/\d+/.exec(order().find((one) => one.startsWith('Text')) ?? '')) / 10,
      )
    }
    expect(order()).toContain('Text 0')
    expect(seenGaps).toBeGreaterThan(22)
    expectApart()
  })

  test('are asked for once, and again for what concerns this number or a conversation that wakes up', async () => {
    const shown = await show([toZoe(1, { at: now - 3 * 1440 * minute })], [])
    await expect.element(inLog('Text 1')).toBeVisible()
    const asked = () => called(shown, 'gaps.ofConversation').length
    expect(asked()).toBe(1)
    shown.emit.gaps.changed(gap(1, now, { numberId: 99 }))
    expect(asked()).toBe(1)
    shown.emit.gaps.changed(gap(1, now))
    expect(asked()).toBe(2)
    shown.emit.messages.changed(toZoe(2, { at: now }))
    expect(asked()).toBe(3)
    shown.emit.messages.changed(toZoe(3, { at: now + 1 }))
    expect(asked()).toBe(3)
  })

  test('when they cannot be read the messages are there all the same, and it is said', async () => {
    let fails = true
    const shown = await showThread([toZoe(1, { at: now })], {
      handlers: {
        gaps: {
          ofConversation: () => {
            if (fails) throw new TernError('store.failed')
            return [gap(1, now - 10 * minute)]
          },
        },
      },
    })
    await expect.element(inLog('Text 1')).toBeVisible()
    fails = false
    await userEvent.click(shown.screen.getByRole('button', { name: 'Try again' }))
    await expect.element(inLog(/may not have arrived/)).toBeVisible()
    await expect.element(shown.screen.getByRole('alert')).not.toBeInTheDocument()
  })
})

test.each(['light', 'dark'] as const)('nothing that people could not use (%s)', async (theme) => {
  useTheme(theme)
  await page.viewport(560, 700)
  const at = now - 300 * minute
  const shown = await show(
    [toZoe(1, { at }), fromZoe(2, { at: at + 60 * minute }), toZoe(3, { at: now - 10 * minute })],
    [
      gap(1, at + minute),
      gap(2, at + 80 * minute, { reason: 'asleep' }),
      gap(3, at + 100 * minute, { reason: 'handedBack' }),
      gap(4, at + 120 * minute),
      openGap(5, now - 5 * minute),
    ],
  )
  await userEvent.click(page.getByRole('button', { name: 'Show all 3' }))
  await expect.element(inLog(/^Since/)).toBeVisible()
  await expectAccessible(shown.screen.container)
})
