/** What the tray shows. Pure: one function from the state to icon, tooltip and menu lines. */
import type { ErrorValue } from '../../shared/errors.ts'
import type { Reach } from '../../shared/model/reach.ts'
import { desktopWords, reachLine, troubleLine } from '../../shared/words/desktop.ts'

export interface TrayState {
  readonly reach: Pick<Reach, 'state' | 'error'>
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
 * Bad news first: when replies may not get through, that matters more than those that did. While the way in opens
 * again after an error it is still bad news; at a first opening the icon only rests.
 */
export function trayIcon({ reach, unread, trouble }: TrayState): TrayIcon {
  if (trouble !== undefined) return 'tray-unreachable'
  const broken = reach.state === 'lost' || reach.state === 'doubtful'
  if (broken || (reach.state !== 'reachable' && reach.error !== undefined)) return 'tray-unreachable'
  if (unread > 0) return 'tray-unread'
  return reach.state === 'reachable' ? 'tray-normal' : 'tray-paused'
}

export function trayFace(state: TrayState): TrayFace {
  const stateLine = state.trouble === undefined ? reachLine(state.reach) : troubleLine(state.trouble)
  return {
    icon: trayIcon(state),
    tooltip: desktopWords.tray.tooltip(stateLine, state.unread),
    stateLine,
    unreadLine: desktopWords.tray.unread(state.unread),
  }
}
