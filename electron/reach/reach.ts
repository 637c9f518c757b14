/** The way in for replies as the other parts see it; `service.ts` makes it. */
import type { ErrorValue } from '../../shared/errors.ts'
import type { Reach } from '../../shared/model/reach.ts'
import type { SetupStepId } from '../../shared/model/setup.ts'

/** The steps that {@link ReachService.use} reports; the set-up wizard shows them. */
export type ReachStep = Exclude<SetupStepId, 'notify'>
export type StepReport = (step: ReachStep, state: 'running' | 'done' | 'failed', error?: ErrorValue) => void

export interface UseOptions {
  readonly report?: StepReport
  /**
   * Whether the number may be registered whatever Aircall holds for it. Else somebody else's address is left alone, and
   * so is none where there was ours; then it fails with `registration.taken` or `registration.gone`. True by default.
   */
  readonly take?: boolean
}

/** `suspend`, `resume`: sleep. `network`: another network. `clock`: the clock was set. */
export type SystemEvent = 'suspend' | 'resume' | 'network' | 'clock'

export interface ReachService {
  readonly current: () => Reach
  /**
   * Makes a number reachable: listens, opens the tunnel, registers its address with Aircall, verifies, proves it by
   * a probe from outside, and from then on keeps it so (re-opens with back-off, probes, registers anew).
   * Resolves when proven or at the first failure; after a failure it goes on trying by itself.
   */
  readonly use: (numberId: number, how?: UseOptions) => Promise<Reach>
  /** Proves the way in now; when it is lost, opens it anew at once. */
  readonly check: () => Promise<Reach>
  /**
   * Gives a number back: waits for a registration under way, deletes the configuration, and looks whether it is gone;
   * then stops. Until then replies still come in, and nothing is registered. Rejects with what Aircall refused; then
   * all goes on as before.
   */
  readonly giveBack: (numberId: number) => Promise<void>
  /**
   * As {@link giveBack}, for the time that Tern is away: the number stays in use, and is taken again by the next
   * {@link use}. Goes on as before when Aircall refuses.
   */
  readonly handBack: (numberId: number) => Promise<void>
  /** What happened to the computer. */
  readonly noticed: (what: SystemEvent) => void
  /** Proves that an address leads to the number in use, whether it is registered or not; answers the round trip. */
  readonly prove: (url: string) => Promise<number>
  /** Closes the tunnel and stops trying; Aircall's configuration is left alone. State becomes `off`. */
  readonly stop: () => Promise<void>
  /** Port of the listener on loopback, when it listens. */
  readonly port: () => number | undefined
}
