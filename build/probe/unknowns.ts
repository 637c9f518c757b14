/** What nobody outside Aircall knows: the numbered table of docs/contract.md. A finding of the probe is about one of these. */

export type StepId =
  | 'reading'
  | 'errors'
  | 'configuring'
  | 'sending'
  | 'callbacks'
  | 'replies'
  | 'photos'
  | 'group'
  | 'giving-back'
  | 'limit'
  | 'nowhere'

export interface Unknown {
  readonly step: StepId
  readonly id: string
  /** As in docs/contract.md. */
  readonly question: string
}

/** In the order of the table. The place in it is the number, so new ones go to the end. */
export const unknowns = [
  { step: 'reading', id: 'key', question: 'What does a good key get from GET /ping and GET /company?' },
  { step: 'reading', id: 'pages', question: 'How does the list of numbers name its next page?' },
  {
    step: 'reading',
    id: 'rate-headers',
    question: 'Do the rate headers come with each answer, only with a 429, or never?',
  },
  { step: 'reading', id: 'reset-unit', question: 'What does X-AircallApi-Reset count in?' },
  { step: 'reading', id: 'redirects', question: 'Do answers redirect?' },
  { step: 'errors', id: 'no-key', question: 'What does a request without a key get?' },
  { step: 'errors', id: 'wrong-key', question: 'What does a wrong key get?' },
  { step: 'errors', id: 'unknown-number', question: 'What does a number that is not there get?' },
  { step: 'errors', id: 'unknown-route', question: 'What does a route that is not there get?' },
  { step: 'errors', id: 'wrong-method', question: 'What does a method that a route does not have get?' },
  {
    step: 'configuring',
    id: 'plan',
    question: 'Does the plan allow texting by API, and what is said when it does not?',
  },
  {
    step: 'configuring',
    id: 'unconfigured',
    question: 'What does GET say of a number that is not configured?',
  },
  { step: 'configuring', id: 'configure', question: 'What does POST of a configuration answer?' },
  {
    step: 'configuring',
    id: 'configure-again',
    question: 'Does POST on a configured number overwrite, do nothing, or fail?',
  },
  { step: 'configuring', id: 'token-again', question: 'Is the token a new one after each POST?' },
  { step: 'configuring', id: 'token-in-answers', question: 'Which answers carry the token?' },
  {
    step: 'configuring',
    id: 'address-check',
    question: 'Does Aircall call the address when it is configured?',
  },
  {
    step: 'configuring',
    id: 'send-unconfigured',
    question: 'What does a text from a number that is not configured get?',
  },
  { step: 'sending', id: 'send-answer', question: 'What does a text that is taken get?' },
  { step: 'sending', id: 'photo-alone', question: 'May a photo go without body?' },
  { step: 'sending', id: 'bad-recipient', question: 'What does a recipient that is no number get?' },
  { step: 'sending', id: 'own-number', question: 'What does a text to the number itself get?' },
  { step: 'callbacks', id: 'event-name', question: "Which field holds a callback's name?" },
  { step: 'callbacks', id: 'message-place', question: 'Is the message data, or data.message?' },
  { step: 'callbacks', id: 'peer', question: 'Which field holds the other side, with + or without?' },
  { step: 'callbacks', id: 'text-field', question: 'Which field holds the text?' },
  { step: 'callbacks', id: 'times', question: 'What are the times of a callback counted in?' },
  { step: 'callbacks', id: 'token', question: "Is a callback's token the configuration's?" },
  { step: 'callbacks', id: 'status-id', question: "Is a status's data.id the id of the send's answer?" },
  { step: 'callbacks', id: 'status-words', question: 'Which statuses and events are there?' },
  { step: 'callbacks', id: 'order', question: 'In which order do statuses come?' },
  { step: 'callbacks', id: 'doubles', question: 'Do callbacks come more than once?' },
  { step: 'callbacks', id: 'headers', question: 'Which headers do callbacks carry?' },
  { step: 'callbacks', id: 'speed', question: 'How quickly do callbacks come?' },
  { step: 'callbacks', id: 'failed', question: 'Is a callback that was answered with 500 repeated?' },
  { step: 'callbacks', id: 'slow', question: 'What happens when a callback is answered after 5 seconds?' },
  { step: 'replies', id: 'plain-reply', question: 'How does a reply come?' },
  { step: 'replies', id: 'emoji-reply', question: 'How does an emoji come?' },
  { step: 'replies', id: 'photo-reply', question: 'How does a photo come?' },
  { step: 'replies', id: 'stop-reply', question: 'Does STOP come as a reply?' },
  { step: 'photos', id: 'photo-access', question: "Does a photo's address need a key?" },
  { step: 'photos', id: 'photo-lifetime', question: "How long does a photo's address live?" },
  { step: 'group', id: 'group-send', question: 'What does a text to a group get?' },
  { step: 'group', id: 'group-reply', question: 'How does a reply to a group come?' },
  { step: 'giving-back', id: 'delete', question: 'What does DELETE answer, 200 or 204, with a body or not?' },
  { step: 'giving-back', id: 'delete-again', question: 'What does DELETE answer where there is nothing?' },
  {
    step: 'giving-back',
    id: 'apps-again',
    question: 'Is texting back in the Aircall apps after DELETE?',
  },
  { step: 'limit', id: 'limit', question: 'How many requests a minute, and what does a 429 say?' },
  {
    step: 'nowhere',
    id: 'named-senders',
    question: 'How do senders come that are no numbers (ACME), or hidden?',
  },
] as const satisfies readonly Unknown[]

export type UnknownId = (typeof unknowns)[number]['id']

/** What the probe has to say of one unknown. */
export interface Finding {
  readonly id: UnknownId
  /** `noAnswer`: it was asked, and nothing came that would tell. */
  readonly outcome: 'seen' | 'noAnswer' | 'notAsked'
  /** The form that was seen, in one word or a few; for programs. */
  readonly form?: string
  /** One sentence. */
  readonly says: string
  /** What was seen in detail; never what anybody wrote, nor an id, nor a whole number. */
  readonly facts?: Facts
}

export type Facts = Readonly<Record<string, string | number | boolean | readonly string[]>>

export const idsOf = (...steps: readonly StepId[]): UnknownId[] =>
  unknowns.filter(({ step }) => steps.includes(step)).map(({ id }) => id)
