/** What the tray shows. Pure: one function from the state to icon, tooltip and menu lines. */
import type { ErrorValue } from '../../shared/errors.ts'
import { isLost } from '../../shared/core/reach-news.ts'
import type { Gap } from '../../shared/model/gap.ts'
import type { Reach } from '../../shared/model/reach.ts'
import { desktopWords, reachLine, troubleLine } from '../../shared/words/desktop.ts'

export interface TrayState {
  readonly reach: Pick<Reach, 'state' | 'error'>
  /** The gap of the number in use that is not over: since when replies cannot reach it. */
  readonly gap?: Pick<Gap, 'from' | 'reason'> | undefined
  /** Count of unread inbound texts. */
  readonly unread: number
  /** Why the store cannot be written, or not even opened: replies cannot be kept, whether they can reach us or not. */
  readonly trouble?: ErrorValue | undefined
}

export const trayIcons = ['tray-normal', 'tray-unread', 'tray-unreachable', 'tray-paused'] as const
export type TrayIcon = (typeof trayIcons)[number]

export interface TrayFace {
  readonly icon: TrayIcon
  readonly tooltip: string
  /** How it stands: whether replies reach this computer, and can be kept. */
  readonly stateLine: string
  readonly unreadLine: string
}

/**
 * Bad news first: when replies may not get through, that matters more than those that did. `tray-paused` is no number in
 * use, or one that was handed back; also a first opening, of which nobody knows yet how it ends.
 */
export function trayIcon({ reach, unread, trouble }: Omit<TrayState, 'gap'>): TrayIcon {
  if (trouble !== undefined || isLost(reach) || reach.state === 'doubtful') return 'tray-unreachable'
  if (unread > 0) return 'tray-unread'
  return reach.state === 'reachable' ? 'tray-normal' : 'tray-paused'
}

/** @param now epoch milliseconds */
export function trayFace(state: TrayState, now: number): TrayFace {
  const stateLine = state.trouble === undefined ? reachLine({ ...state, now }) : troubleLine(state.trouble)
  return {
    icon: trayIcon(state),
    tooltip: desktopWords.tray.tooltip(stateLine, state.unread),
    stateLine,
    unreadLine: desktopWords.tray.unread(state.unread),
  }
}
