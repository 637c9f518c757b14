import { describe, expect, it } from 'vitest'
import { channelOf, contract } from '../../../shared/contract.ts'

describe('the contract', () => {
  it('names every call and event once', () => {
    const channels = Object.entries(contract).flatMap(([subject, part]) =>
      Object.keys(part).map((name) => channelOf(subject, name)),
    )
    expect(new Set(channels).size).toBe(channels.length)
    expect(channels).toContain('tern:messages.send')
  })
})
