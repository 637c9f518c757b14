/** Asks at a terminal. What is typed while nothing is asked counts for nothing, so that no key pressed twice agrees to anything. */
import { createInterface, type Interface } from 'node:readline'
import { Writable, type Readable } from 'node:stream'
import { orStopped } from './api.ts'
import type { Asker, Consent } from './asker.ts'
import type { Veil } from './veil.ts'

export interface Terminal extends Asker {
  /** A line that is not shown while it is typed. */
  readonly secret: (question: string) => Promise<string>
  readonly close: () => void
}

export interface TerminalNeeds {
  readonly input: Readable
  readonly output: Writable
  readonly veil: Veil
  readonly signal: AbortSignal
  /** Ctrl+C, which a terminal that is being read does not turn into a signal. */
  readonly onInterrupt: () => void
}

/** A pasted page is no answer. */
const longestLine = 1000

export function createTerminal({ input, output, veil, signal, onInterrupt }: TerminalNeeds): Terminal {
  let shown = true
  let waiting: ((line: string) => void) | undefined
  const print = (text: string): void => void output.write(text)
  // Readline echoes what is typed; through this it shows only what may be seen.
  const echo = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (shown && waiting !== undefined) output.write(chunk)
      done()
    },
  })
  const lines: Interface = createInterface({ input, output: echo, terminal: true, historySize: 0 })
  lines.on('line', (line) => {
    const answer = waiting
    waiting = undefined
    answer?.(line.slice(0, longestLine))
  })
  lines.on('SIGINT', onInterrupt)
  // The terminal is gone: nobody agrees to anything any more.
  let closed = false
  lines.on('close', () => {
    closed = true
    waiting?.('')
  })
  // A terminal that was closed breaks; what is under way goes on without it.
  output.on('error', () => (closed = true))
  input.on('error', onInterrupt)

  async function ask(question: string, isShown: boolean): Promise<string> {
    signal.throwIfAborted()
    if (closed) return ''
    // What was typed before the question is no answer to it.
    lines.write(null, { ctrl: true, name: 'e' })
    lines.write(null, { ctrl: true, name: 'u' })
    const above = veil.hide(question).split('\n')
    const last = `${above.pop() ?? ''} `
    print(above.map((line) => `${line}\n`).join(''))
    try {
      const answered = new Promise<string>((resolve) => (waiting = resolve))
      shown = true
      lines.setPrompt(last)
      lines.prompt()
      shown = isShown
      return await orStopped(answered, signal)
    } finally {
      waiting = undefined
      if (!isShown) print('\n')
    }
  }

  return {
    say: (text) => print(`\n${veil.hide(text)}\n`),
    sayPlainly: (text) => print(`\n${text}\n`),
    line: (_id, question) => ask(`\n${question}:`, true),
    secret: (question) => ask(question, false),
    async consent(consent) {
      const answer = await ask(consentWords(consent), true)
      return /^(y|yes)$/i.test(answer.trim())
    },
    close: () => lines.close(),
  }
}

const consentWords = ({ act, happens }: Consent): string =>
  ['', `── ${act}`, ...happens.map((line) => `   ${line}`), '   Do it? y, or N:'].join('\n')

/** Where nobody can be asked: every consent is a no, every line empty. */
export function createSilentAsker(output: Writable, veil: Veil): Asker {
  return {
    say: (text) => void output.write(`\n${veil.hide(text)}\n`),
    sayPlainly: (text) => void output.write(`\n${text}\n`),
    line: () => Promise.resolve(''),
    consent: ({ act }) => {
      output.write(`\nNot done, because there is no terminal to ask at: ${act}\n`)
      return Promise.resolve(false)
    },
  }
}
