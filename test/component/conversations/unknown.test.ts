import { beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { TernError } from '../../../shared/errors.ts'
import type { Message } from '../../../shared/model/message.ts'
import { called, showThread, toZoe } from '../support/conversation.ts'
import { expectAccessible } from '../support/render.ts'

beforeEach(() => page.viewport(700, 600))

const unknown = toZoe(1, { state: 'unknown', error: { code: 'aircall.noClearAnswer', detail: {} } })

test('Check waits for a report; none has come: says so, and can look again', async () => {
  let release: (() => void) | undefined
  const shown = await showThread([unknown], {
    handlers: {
      messages: { check: () => new Promise<Message>((resolve) => (release = () => resolve(unknown))) },
    },
  })
  const { screen } = shown
  await userEvent.click(screen.getByRole('button', { name: 'Check' }))
  await expect.element(screen.getByText('Waiting for a delivery report…')).toBeVisible()
  await expect.element(screen.getByRole('button', { name: 'Check' })).toHaveAttribute('aria-disabled', 'true')
  await expectAccessible(screen.container)
  release?.()
  await expect.element(screen.getByText('No delivery report has come.')).toBeVisible()
  await expect.element(screen.getByRole('button', { name: 'Check again' })).toHaveFocus()
  expect(called(shown, 'messages.check')).toEqual([{ messageId: unknown.id }])
  // Nothing is done by itself.
  expect(called(shown, 'messages.sendAgain')).toEqual([])
})

test('Check: a report has come', async () => {
  const delivered = toZoe(1)
  const shown = await showThread([unknown], {
    handlers: {
      messages: {
        check: () => {
          shown.emit.messages.changed(delivered)
          return delivered
        },
      },
    },
  })
  await userEvent.click(shown.screen.getByRole('button', { name: 'Check' }))
  await expect.element(shown.screen.getByText('Delivered', { exact: true })).toBeVisible()
  await expect
    .poll(() => shown.app.toasts.list.map(({ text }) => text))
    .toEqual(['A report came: Delivered.'])
})

test('Check: what kept it from looking', async () => {
  const { screen } = await showThread([unknown], {
    handlers: {
      messages: {
        check: () => {
          throw new TernError('app.notReady')
        },
      },
    },
  })
  await userEvent.click(screen.getByRole('button', { name: 'Check' }))
  await expect.element(screen.getByText('Tern is not ready yet.')).toBeVisible()
  await expect.element(screen.getByText('No delivery report has come.')).not.toBeInTheDocument()
})
