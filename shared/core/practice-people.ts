/** The customers of practice mode, for whoever answers as them and for the window, which suggests them. */

export interface PracticePerson {
  readonly name: string
  /** E.164, of a range that is kept for fiction. */
  readonly number: string
  /** What this one does with a text, in a few words. */
  readonly does: string
}

export const practicePeople = {
  ordinary: { name: 'Mia Torres', number: '+12025550147', does: 'Answers right away' },
  photo: { name: 'Ben Okafor', number: '+16175550111', does: 'Sends a photo' },
  stop: { name: 'Dana Novak', number: '+14155550155', does: 'Wants no texts: answers STOP' },
  emoji: { name: 'Yuki Sato', number: '+17735550199', does: 'Answers with emoji' },
  badLine: { name: 'Sam Reed', number: '+13125550166', does: 'The connection breaks while you send' },
  slow: { name: 'Grace Lind', number: '+12025550188', does: 'Takes a while to answer' },
} as const satisfies Record<string, PracticePerson>

/** All of them, the one to begin with first. */
export const practiceList: readonly PracticePerson[] = Object.values(practicePeople)

/** The practice customer who has a number, as E.164; `undefined` for any other number. */
export const practicePerson = (number: string): PracticePerson | undefined =>
  practiceList.find((one) => one.number === number)
