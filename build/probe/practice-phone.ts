/** Plays the phone, where the practice Aircall takes the place of the real one. */
import { practiceCustomers, type PracticeAircall } from '../../electron/practice/practice.ts'

export const practicePhone = practiceCustomers.slow.number

const words: Readonly<Record<string, string>> = {
  'plain-reply': 'Tern',
  'emoji-reply': '👍',
  'photo-reply': 'This one',
  'stop-reply': 'STOP',
  'group-reply': 'group',
}

/** Texts what was asked for. What becomes of it, the probe sees itself. */
export function replyAsAsked(practice: PracticeAircall, numberId: number, kind: string, phone: string): void {
  const body = words[kind] ?? ''
  void practice.customerTexts({ numberId, from: phone, body, media: kind === 'photo-reply' })
}
