/** Waits longer than vitest's own second: beside everything else that a whole run does, a second is nothing. */
import { vi } from 'vitest'

const { waitFor } = vi
vi.waitFor = (act, options = { timeout: 15_000 }) => waitFor(act, options)
