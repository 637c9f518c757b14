/**
 * How the practice Aircall behaves. The defaults are the plausible ones; every other value is a way in which the real
 * API may differ (the unknowns of docs/contract.md), or a fault that Tern must bear.
 */

/** A fault that takes the place of the ordinary answer. */
export interface Trouble {
  readonly kind:
    | 'serverError'
    /** 200 with a page of HTML. */
    | 'html'
    /** 403 with a page of HTML, as the CDN gives in a bad moment. */
    | 'htmlForbidden'
    | 'notJson'
    | 'emptyBody'
    /** Status and body of {@link Trouble.status} and {@link Trouble.body}. */
    | 'custom'
    | 'tooMany'
    /** Longer than any client should read. */
    | 'hugeBody'
    | 'redirect'
    /** Never answers. */
    | 'hang'
    /** Breaks the connection with the request's body unread. */
    | 'resetBeforeReading'
    /** Breaks it once the whole request has been read. */
    | 'resetAfterReading'
    /** Breaks it in the middle of the answer. */
    | 'halfAnswer'
  /** Which requests it strikes; all of them by default. `send` is a POST that sends a text. */
  readonly on?: 'GET' | 'POST' | 'DELETE' | 'send' | 'configuration'
  /** How many requests it strikes; no end by default. */
  readonly times?: number
  /** Whether the request is done all the same (a text goes out), only its answer is lost. False by default. */
  readonly takesEffect?: boolean
  readonly status?: number
  readonly body?: string
  readonly contentType?: string
}

export interface Behaviour {
  readonly trouble: Trouble | undefined
  /** Before each answer, milliseconds. */
  readonly answerDelayMs: number
  /** Rate-limit headers: on every answer, only on a 429, or never; and what the reset header counts in. */
  readonly rateHeaders: 'always' | 'onRefusal' | 'never'
  readonly resetUnit: 'secondsFromNow' | 'unixSeconds' | 'unixMilliseconds'
  /** Requests a minute. */
  readonly limitPerMinute: number
  /** What a POST does to a number that is configured already. */
  readonly configureAgain: 'overwrites' | 'ignores' | 'fails'
  /** What a GET says of a number that is not configured. */
  readonly unconfigured: 'notFound' | 'empties' | 'nullUrl'
  readonly deleteStatus: 200 | 204
  readonly keyRefused: boolean
  /** Wrong: everything about texting is refused with 403. */
  readonly plan: 'right' | 'wrong'
  readonly callbacks: CallbackBehaviour
}

export interface CallbackBehaviour {
  readonly lost: boolean
  readonly doubled: boolean
  /** `reversed`: delivered before sent. `beforeAnswer`: both before the answer to the POST. */
  readonly order: 'usual' | 'reversed' | 'beforeAnswer'
  readonly envelope: 'event_name' | 'event' | 'nested'
  /** `other`: `external_number`, `content`, `media_details`. */
  readonly fields: 'usual' | 'other'
  readonly statusIds: 'same' | 'different'
  readonly times: 'milliseconds' | 'seconds' | 'iso'
  readonly token: 'right' | 'wrong' | 'missing'
  /** What the last status says. */
  readonly lastStatus: string
}

export const usualBehaviour: Behaviour = {
  trouble: undefined,
  answerDelayMs: 0,
  rateHeaders: 'always',
  resetUnit: 'unixSeconds',
  limitPerMinute: 120,
  configureAgain: 'overwrites',
  unconfigured: 'notFound',
  deleteStatus: 204,
  keyRefused: false,
  plan: 'right',
  callbacks: {
    lost: false,
    doubled: false,
    order: 'usual',
    envelope: 'event_name',
    fields: 'usual',
    statusIds: 'same',
    times: 'milliseconds',
    token: 'right',
    lastStatus: 'delivered',
  },
}

/** What a test changes; callbacks part by part. */
export type BehaviourChange = Partial<Omit<Behaviour, 'callbacks'>> & {
  readonly callbacks?: Partial<CallbackBehaviour>
}

export interface BehaviourSwitch {
  readonly current: () => Behaviour
  readonly change: (change: BehaviourChange) => void
  /** The trouble that strikes this request, if any; counts it. */
  readonly strike: (method: string, path: string) => Trouble | undefined
}

export function createBehaviourSwitch(start: BehaviourChange = {}): BehaviourSwitch {
  let current = usualBehaviour
  let struck = 0

  function change({ callbacks, ...others }: BehaviourChange): void {
    if ('trouble' in others) struck = 0
    current = { ...current, ...others, callbacks: { ...current.callbacks, ...callbacks } }
  }

  change(start)
  return {
    current: () => current,
    change,
    strike(method, path) {
      const { trouble } = current
      if (trouble === undefined || !concerns(trouble.on, method, path)) return undefined
      if (struck >= (trouble.times ?? Infinity)) return undefined
      struck += 1
      return trouble
    },
  }
}

function concerns(on: Trouble['on'], method: string, path: string): boolean {
  switch (on) {
    case undefined:
      return true
    case 'send':
      return path.endsWith('/send')
    case 'configuration':
      return path.endsWith('/configuration')
    default:
      return on === method
  }
}
