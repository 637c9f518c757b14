/** What a photo is called when it is saved. */
import { endingOf } from './media-type.ts'

interface Named {
  readonly kind: 'image' | 'file'
  /** MIME type. */
  readonly type: string
  /** When its text came, epoch milliseconds. */
  readonly at: number
  /** Its place among those of its text, from 0. */
  readonly position: number
}

/** `Photo 2026-01-05 09.00.12.jpg`, `File 2026-01-05 09.00.12 (2).pdf`: the time in the reader's zone, and nothing that a sender chose. */
export function mediaFileName({ kind, type, at, position }: Named): string {
  const time = new Date(at)
  const two = (part: number): string => String(part).padStart(2, '0')
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join('.')
  const nth = position === 0 ? '' : ` (${position + 1})`
  return `${kind === 'image' ? 'Photo' : 'File'} ${day} ${clock}${nth}.${endingOf(type)}`
}
