/** How the probe talks to the person who runs it. */

/** An act that others could see, or that costs: what happens if the answer is yes. */
export interface Consent {
  /** Such as `configure`; for tests. */
  readonly id: string
  readonly act: string
  readonly happens: readonly string[]
}

export interface Asker {
  readonly say: (text: string) => void
  /** Past the veil: for what the user must do by hand, with the addresses that this needs. */
  readonly sayPlainly: (text: string) => void
  /** A line; empty where nobody can be asked. Rejects with the reason when the probe was stopped. */
  readonly line: (id: string, question: string) => Promise<string>
  /** True for a clear yes only. Rejects like {@link line}. */
  readonly consent: (consent: Consent) => Promise<boolean>
}

/** The user stopped the probe, or the system did. */
export class Stopped extends Error {
  constructor(why: string) {
    super(why)
    this.name = 'Stopped'
  }
}
