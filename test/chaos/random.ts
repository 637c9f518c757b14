/** Chance that can be played again: the same seed, the same choices. */
export interface Random {
  /** From 0 up to, but not including, 1. */
  readonly next: () => number
  /** A whole number from 0 up to, but not including, `below`. */
  readonly int: (below: number) => number
  readonly chance: (part: number) => boolean
  readonly pick: <T>(from: readonly T[]) => T
  readonly shuffle: <T>(what: readonly T[]) => T[]
}

/** Mulberry32, begun with an FNV-1a hash of the seed. */
export function createRandom(seed: string): Random {
  let state = 0x811c9dc5
  for (const char of seed) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 0x01000193)

  function next(): number {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (below: number): number => Math.floor(next() * below)

  return {
    next,
    int,
    chance: (part) => next() < part,
    pick<T>(from: readonly T[]): T {
      const picked = from[int(from.length)]
      if (picked === undefined) throw new RangeError('nothing to pick from')
      return picked
    },
    shuffle<T>(what: readonly T[]): T[] {
      const left = [...what]
      return what.flatMap(() => left.splice(int(left.length), 1))
    },
  }
}
