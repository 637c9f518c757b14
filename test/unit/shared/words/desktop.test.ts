import { describe, expect, it } from 'vitest'
import { reachStates } from '../../../../shared/model/reach.ts'
import { reachLine } from '../../../../shared/words/desktop.ts'

describe('the line on reach', () => {
  it('says that replies come through only when that was proven', () => {
    for (const state of reachStates) {
      expect(reachLine({ state }) === 'Replies reach this computer').toBe(state === 'reachable')
    }
  })
})
