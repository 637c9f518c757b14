import { describe, expect, test } from 'vitest'
import { BadOptions, readOptions } from '../../../build/probe/options.ts'

const read = (...args: string[]) => readOptions(args, 'out/probe')

describe('readOptions', () => {
  test('by default the usual tunnel server and folder', () => {
    expect(read()).toEqual({
      help: false,
      practice: false,
      out: 'out/probe',
      tunnelHost: 'https://loca.lt',
      own: undefined,
    })
  })

  test('an own address needs its port', () => {
    expect(read('--callback-url', 'https://me.example.com/x/', '--port', '8080').own).toEqual({
      url: 'https://me.example.com/x',
      port: 8080,
    })
    for (const args of [
      ['--callback-url', 'https://me.example.com'],
      ['--port', '8080'],
      ['--callback-url', 'http://me.example.com', '--port', '8080'],
      ['--callback-url', 'https://me.example.com', '--port', '99999'],
    ])
      expect(() => read(...args)).toThrow(BadOptions)
  })

  test.each([['--key', 'my-secret'], ['my-secret'], ['--my-secret'], ['--yes'], ['--token=my-secret']])(
    'there is no option for a key, nor one that agrees: %s, and nothing of it is repeated',
    (...args) => {
      expect(() => read(...args)).toThrow(BadOptions)
      expect(() => read(...args)).not.toThrow(/my-secret/)
    },
  )
})
