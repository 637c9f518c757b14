/** The words for what becomes of replies while Tern is away. */
import type { AwayChoice } from '../../shared/model/settings.ts'

export const awayOptions: readonly { readonly value: AwayChoice; readonly label: string }[] = [
  { value: 'ask', label: 'Ask when I quit' },
  { value: 'keep', label: 'Keep the number in Tern' },
  { value: 'handBack', label: 'Hand it back to Aircall' },
]

const meanings: Readonly<Record<AwayChoice, string>> = {
  ask: 'Tern asks once, when you quit it. Until then replies that are sent while it is away are lost.',
  keep: 'Replies that are sent meanwhile are lost: Aircall does not send them again. Tern shows when that was, in the conversations and in the list.',
  handBack:
    'Replies land in the Aircall inbox, and texting works in the Aircall apps; Tern takes the number again when it is back, and shows when to look there. A computer that falls asleep quickly may not get to it. Experimental: nobody has tried this on the real service yet.',
}

export const awayMeaning = (choice: AwayChoice): string => meanings[choice]
