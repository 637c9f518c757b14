import { beforeEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import Thread from '../../../renderer/features/conversations/Thread.svelte'
import { loadPhones } from '../../../renderer/features/conversations/phones.svelte.ts'
import { TernError } from '../../../shared/errors.ts'
import type { Conversation } from '../../../shared/model/conversation.ts'
import type { Media } from '../../../shared/model/media.ts'
import type { Message } from '../../../shared/model/message.ts'
import { uuid } from '../support/people.ts'
import { renderInApp, type Rendered } from '../support/render.ts'
import type { FakeOptions } from '../support/fake-api.ts'
import { describeAccessible } from '../support/screens.ts'

// The page's own scheme is the main process's; here a photo is a picture of its own colour, and one is not to be had.
vi.mock('../../../shared/core/picture-address.ts', () => ({
  pictureAddress: (id: string) => {
    const n = Number(id.at(-1))
    if (n === 9) return 'data:image/png;base64,AAAA'
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${400 + n}" height="${n % 2 ? 900 : 300}"><rect width="100%" height="100%" fill="hsl(${n * 40} 40% 60%)"/></svg>`
    return `data:image/svg+xml,${encodeURIComponent(svg)}`
  },
}))

await loadPhones()
beforeEach(() => page.viewport(700, 600))

const now = Date.now()
const conversation: Conversation = {
  id: uuid(7, 0),
  numberId: 1234,
  peer: '+33612345678',
  name: 'Zoë',
  unread: 0,
  draft: '',
  at: now,
}
const stored = (n: number): Media => ({
  id: uuid(5, n),
  state: 'stored',
  kind: 'image',
  type: 'image/png',
  size: 9,
})
const pdf: Media = { id: uuid(5, 7), state: 'stored', kind: 'file', type: 'application/pdf', size: 1_240_000 }
const waiting = (n: number, late = false): Media => ({ id: uuid(5, n), state: 'waiting', late })
const expired = (n: number): Media => ({ id: uuid(5, n), state: 'expired' })

function text(media: Media[], more: Partial<Message> = {}): Message {
  return {
    id: uuid(8, 1),
    conversationId: conversation.id,
    numberId: 1234,
    peer: conversation.peer,
    direction: 'inbound',
    body: 'This is the pipe I meant:',
    mediaUrls: media.map((_, n) => `https://media.example/${n}.jpg`),
    media,
    state: 'received',
    verified: true,
    at: now,
    read: true,
    done: false,
    ...more,
  }
}

async function show(messages: Message[], options: FakeOptions = {}): Promise<Rendered> {
  const world = { conversations: [conversation], messages }
  const rendered = await renderInApp(Thread, { conversationId: conversation.id }, { ...options, world })
  rendered.screen.container.style.height = '600px'
  await expect.element(rendered.screen.getByLabelText('Message', { exact: true })).toBeVisible()
  return rendered
}
const called = ({ calls }: Rendered, name: string): unknown[] =>
  calls.filter(([one]) => one === name).map(([, arg]) => arg)
const dialog = () => page.getByRole('dialog')

describe('a photo', () => {
  test('is shown in its bubble with a name, and takes the same room before and after it comes', async () => {
    const { screen, emit } = await show([text([waiting(1)])])
    await expect.element(screen.getByRole('img', { name: 'Photo from Zoë is on its way' })).toBeVisible()
    const height = (): number => screen.getByRole('article').element().getBoundingClientRect().height
    const before = height()
    emit.messages.changed(text([stored(1)]))
    await expect.element(screen.getByRole('img', { name: 'Photo from Zoë', exact: true })).toBeVisible()
    expect(height()).toBe(before)
    emit.messages.changed(text([expired(1)]))
    await expect.element(screen.getByText('Photo expired')).toBeVisible()
    expect(height()).toBe(before)
  })

  test('that is late, expired or refused says so and why, and can be tried again', async () => {
    const rendered = await show([
      text([waiting(1, true)]),
      text([expired(2)], { id: uuid(8, 2) }),
      text([{ id: uuid(5, 3), state: 'refused', reason: 'private' }], { id: uuid(8, 3) }),
    ])
    const { screen } = rendered
    await expect.element(screen.getByText('Not here yet')).toBeVisible()
    await expect.element(screen.getByText('Photo expired')).toBeVisible()
    await expect.element(screen.getByText('Its address leads into a private network.')).toBeVisible()
    const again = screen.getByRole('button', { name: /^Try again/ })
    await userEvent.click(again.last())
    await expect.poll(() => called(rendered, 'photos.retry')).toEqual([{ mediaId: uuid(5, 3) }])
    await expect.element(screen.getByRole('img', { name: 'Photo from Zoë is on its way' })).toBeVisible()
  })

  test('that cannot be tried again says what is wrong', async () => {
    const retry = () => {
      throw new TernError('app.notFound')
    }
    const { screen } = await show([text([expired(1)])], { handlers: { photos: { retry } } })
    await userEvent.click(screen.getByRole('button', { name: /^Try again/ }))
    await expect.element(screen.getByRole('alert')).toBeVisible()
  })

  test('whose file is damaged says so', async () => {
    const { screen } = await show([text([stored(9)])])
    await expect.element(screen.getByText('Cannot be shown')).toBeVisible()
  })
})

describe('in full', () => {
  test('opens by keyboard, goes on and back, ends with Escape, and the focus is where it was', async () => {
    const { screen } = await show([text([stored(1), waiting(2), stored(3), expired(4)])])
    const first = screen.getByRole('button', { name: 'Photo 1 of 4 from Zoë' })
    first.element().focus()
    await userEvent.keyboard('{Enter}')
    await expect.element(dialog().getByRole('heading', { name: 'Photo 1 of 4 from Zoë' })).toBeVisible()
    const shownWidth = (): number => (dialog().getByRole('img').element() as HTMLImageElement).naturalWidth
    await expect.poll(shownWidth).toBe(401)
    await userEvent.keyboard('{ArrowRight}')
    // What is not here is passed over.
    await expect.element(dialog().getByRole('heading', { name: 'Photo 3 of 4 from Zoë' })).toBeVisible()
    await expect.poll(shownWidth).toBe(403)
    await userEvent.keyboard('{ArrowRight}')
    await expect.element(dialog().getByRole('heading', { name: 'Photo 3 of 4 from Zoë' })).toBeVisible()
    await userEvent.click(dialog().getByRole('button', { name: 'Previous photo' }))
    await expect.element(dialog().getByRole('heading', { name: 'Photo 1 of 4 from Zoë' })).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(dialog()).not.toBeInTheDocument()
    await expect.element(first).toHaveFocus()
  })

  test('the whole picture is in the window, high or wide', async () => {
    const { screen } = await show([text([stored(1), stored(2)])])
    await userEvent.click(screen.getByRole('button', { name: 'Photo 1 of 2 from Zoë' }))
    for (const key of ['{ArrowRight}', '{ArrowLeft}']) {
      await userEvent.keyboard(key)
      const box = dialog().getByRole('img').element().getBoundingClientRect()
      expect(box.bottom).toBeLessThanOrEqual(innerHeight)
      expect(box.right).toBeLessThanOrEqual(innerWidth)
      expect(box.height).toBeGreaterThan(300)
    }
    await userEvent.click(dialog().getByRole('button', { name: 'Close' }))
    await expect.element(dialog()).not.toBeInTheDocument()
  })

  test('is saved, and says so; says why when it was not', async () => {
    let full = true
    const save = () => {
      if (full) throw new TernError('media.notSaved')
      return { saved: true }
    }
    const rendered = await show([text([stored(1)])], { handlers: { photos: { save } } })
    await userEvent.click(rendered.screen.getByRole('button', { name: 'Photo from Zoë' }))
    const button = dialog().getByRole('button', { name: 'Save…' })
    await userEvent.click(button)
    await expect.element(dialog().getByText('The photo was not saved.')).toBeVisible()
    full = false
    await userEvent.click(button)
    await expect.element(dialog().getByRole('status')).toHaveTextContent('Saved.')
    expect(dialog().getByText('The photo was not saved.').elements()).toEqual([])
    expect(called(rendered, 'photos.save')).toEqual([{ mediaId: uuid(5, 1) }, { mediaId: uuid(5, 1) }])
  })

  test('says so when its file is damaged', async () => {
    const rendered = await show([text([stored(1), stored(9)])])
    await userEvent.click(rendered.screen.getByRole('button', { name: 'Photo 1 of 2 from Zoë' }))
    await userEvent.keyboard('{ArrowRight}')
    await expect.element(dialog().getByText('The photo cannot be read.')).toBeVisible()
  })
})

test('another file is a chip with its kind and size, and is saved', async () => {
  const rendered = await show([text([stored(1), pdf])])
  await expect.element(rendered.screen.getByRole('button', { name: 'Photo from Zoë' })).toBeVisible()
  await userEvent.click(rendered.screen.getByRole('button', { name: 'PDF, 1.2 MB Save…' }))
  await expect.poll(() => called(rendered, 'photos.save')).toEqual([{ mediaId: pdf.id }])
})

const all = text([stored(1), waiting(2), waiting(3, true), expired(4), stored(9), pdf])
const options = {
  world: { conversations: [conversation], messages: [all, text([expired(8)], { id: uuid(8, 2) })] },
}
describeAccessible(Thread, { conversationId: conversation.id }, [
  {
    name: 'photos in every state',
    options,
    until: ({ screen }) => {
      screen.container.style.height = '600px'
      return expect.element(screen.getByText('Cannot be shown')).toBeVisible()
    },
  },
  {
    name: 'a photo in full',
    options,
    until: async ({ screen }) => {
      screen.container.style.height = '600px'
      await userEvent.click(screen.getByRole('button', { name: 'Photo 1 of 5 from Zoë' }))
      await expect.element(dialog().getByRole('img')).toBeVisible()
    },
  },
])
