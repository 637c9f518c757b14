import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitBounds, type Bounds } from '../../../../electron/desktop/bounds.ts'

const usual = { width: 1100, height: 720 }
const smallest = { width: 720, height: 480 }
const screen: Bounds = { x: 0, y: 0, width: 1920, height: 1080 }
const second: Bounds = { x: -1280, y: 100, width: 1280, height: 1024 }

describe('where a window opens', () => {
  it('is the usual size without a place at first', () => {
    expect(fitBounds(undefined, [screen], usual, smallest)).toEqual(usual)
  })

  it('is where it was', () => {
    const saved = { x: 50, y: 60, width: 1000, height: 700 }
    expect(fitBounds(saved, [screen], usual, smallest)).toEqual(saved)
    const left = { x: -1000, y: 200, width: 800, height: 600 }
    expect(fitBounds(left, [screen, second], usual, smallest)).toEqual(left)
  })

  it('is in the middle when that screen has gone', () => {
    const left = { x: -1000, y: 200, width: 800, height: 600 }
    expect(fitBounds(left, [screen], usual, smallest)).toEqual({ width: 800, height: 600 })
  })

  it('is no larger than the screen and no smaller than it can be used', () => {
    const huge = { x: 0, y: 0, width: 5000, height: 5000 }
    expect(fitBounds(huge, [screen], usual, smallest)).toMatchObject({ width: 1920, height: 1080 })
    const tiny = { x: 500, y: 0, width: 130, height: 10 }
    expect(fitBounds(tiny, [screen], usual, smallest)).toMatchObject(smallest)
  })

  it('can always be taken hold of', () => {
    const anyBounds = fc.record({
      x: fc.integer({ min: -6000, max: 6000 }),
      y: fc.integer({ min: -6000, max: 6000 }),
      width: fc.integer({ min: 1, max: 6000 }),
      height: fc.integer({ min: 1, max: 6000 }),
    })
    fc.assert(
      fc.property(anyBounds, (saved) => {
        const fitted = fitBounds(saved, [screen, second], usual, smallest)
        if (!('x' in fitted)) return
        const seen = [screen, second].some(
          (s) =>
            fitted.y >= s.y - 40 &&
            fitted.y + 40 <= s.y + s.height + 40 &&
            fitted.x + saved.width >= s.x + 120 &&
            fitted.x <= s.x + s.width - 120,
        )
        expect(seen).toBe(true)
      }),
    )
  })
})
