import { PassThrough } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished, expect, test, vi } from 'vitest'
import { Stopped } from '../../../build/probe/asker.ts'
import { pipedKey, typedKey } from '../../../build/probe/key.ts'
import { createSilentAsker, createTerminal } from '../../../build/probe/terminal.ts'
import { createVeil } from '../../../build/probe/veil.ts'

const consent = { id: 'act', act: 'Do something', happens: ['It costs.'] }

function createRig() {
  const [input, output] = [new PassThrough(), new PassThrough()]
  const stopping = new AbortController()
  const onInterrupt = vi.fn(() => stopping.abort(new Stopped('stopped')))
  const veil = createVeil()
  let shown = ''
  output.setEncoding('utf8').on('data', (chunk: string) => (shown += chunk))
  const terminal = createTerminal({ input, output, veil, signal: stopping.signal, onInterrupt })
  onTestFinished(() => terminal.close())
  return { input, terminal, onInterrupt, veil, shown: () => shown }
}

test('the key is not shown while it is typed, and what is asked afterwards is', async () => {
  const { input, terminal, shown } = createRig()
  const key = typedKey(terminal)
  input.write(' my-id \r')
  await sleep(5)
  input.write('my-tokken\x7f\x7f\x7fen\r')
  expect(await key).toEqual({ apiId: 'my-id', apiToken: 'my-token' })
  const line = terminal.line('number', 'Which one?')
  input.write('2\r')
  expect(await line).toBe('2')
  expect(shown()).not.toMatch(/my-|tokk/)
  expect(shown()).toMatch(/Which one\?.*2/s)
})

test('only a clear yes agrees', async () => {
  const { input, terminal } = createRig()
  for (const [typed, agreed] of [
    ['y', true],
    ['YES', true],
    [' yes ', true],
    ['', false],
    ['n', false],
    ['yeah', false],
    ['y y', false],
  ] as const) {
    const answer = terminal.consent(consent)
    input.write(`${typed}\r`)
    expect(await answer).toBe(agreed)
  }
})

test('what was typed before a question is no answer to it', async () => {
  const { input, terminal } = createRig()
  input.write('y\ry\ry')
  await sleep(10)
  const answer = terminal.consent(consent)
  await sleep(10)
  input.write('\r')
  expect(await answer).toBe(false)
})

test('with the terminal gone nobody agrees', async () => {
  const { input, terminal } = createRig()
  const answer = terminal.consent(consent)
  input.end()
  expect(await answer).toBe(false)
  expect(await terminal.consent(consent)).toBe(false)
  expect(await terminal.line('leave', 'Leave it?')).toBe('')
})

test('Ctrl+C stops the probe, also while the key is typed', async () => {
  const { input, terminal, onInterrupt } = createRig()
  const key = terminal.secret('API token:')
  input.write('half\x03')
  await expect(key).rejects.toBeInstanceOf(Stopped)
  expect(onInterrupt).toHaveBeenCalledOnce()
  await expect(terminal.consent(consent)).rejects.toBeInstanceOf(Stopped)
})

test('what is said passes the veil, but for what must be done by hand', async () => {
  const { terminal, veil, shown } = createRig()
  veil.keep('my-token', 'abc')
  terminal.say('a my-token b')
  void terminal.line('x', 'my-token?').catch(() => undefined)
  terminal.sayPlainly('curl https://example.com/abc')
  await sleep(1)
  expect(shown()).not.toContain('my-token')
  expect(shown()).toContain('https://example.com/abc')
})

test('a key that is piped in: two lines, with or without spaces and line ends of Windows', async () => {
  for (const text of ['id\ntoken\n', ' id \r\n\r\ntoken', 'id\ntoken\nmore\n']) {
    const input = new PassThrough()
    input.end(text)
    expect(await pipedKey(input)).toEqual({ apiId: 'id', apiToken: 'token' })
  }
  const input = new PassThrough()
  input.end('id')
  expect(await pipedKey(input)).toEqual({ apiId: 'id', apiToken: '' })
})

test('without a terminal every consent is a no', async () => {
  const asker = createSilentAsker(new PassThrough(), createVeil())
  expect(await asker.consent(consent)).toBe(false)
  expect(await asker.line('number', 'Which one?')).toBe('')
})
