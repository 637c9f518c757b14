/** When a backup is due, and which ones are kept. All times are epoch milliseconds; days and weeks are those of UTC. */

const hour = 3_600_000
const day = 24 * hour

/** Less than a day, so that each working day gets one, even when Tern starts a little earlier than the day before. */
const every = 20 * hour

/** How many days and weeks with a backup keep theirs. */
export const daysKept = 7
export const weeksKept = 4
/** The store that a restore put aside is the only one with its last texts: kept this long, whatever else there is. */
export const asideKept = 30 * day

export interface KeptBackup {
  readonly at: number
  /** Whether it is the store that a restore put aside. */
  readonly aside: boolean
}

/**
 * When the next backup is due; a time that has passed means now. One from the future does not count: it was made
 * while the clock was wrong.
 */
export function nextBackupAt(times: readonly number[], now: number): number {
  const last = Math.max(...times.filter((at) => at <= now))
  return last === Number.NEGATIVE_INFINITY ? now : last + every
}

/**
 * The backups that make room for newer ones. Kept are the newest of each of the last {@link daysKept} days that have
 * one, and of each of the last {@link weeksKept} weeks. Those from the future (the clock was wrong once) have days and
 * weeks of their own, so that they push nothing out.
 */
export function backupsToDrop<B extends KeptBackup>(backups: readonly B[], now: number): B[] {
  const keep = new Set<B>()
  const isYoung = (backup: B): boolean => Math.abs(now - backup.at) <= asideKept
  for (const backup of backups) if (backup.aside && isYoung(backup)) keep.add(backup)
  for (const side of [backups.filter(({ at }) => at <= now), backups.filter(({ at }) => at > now)]) {
    const newestFirst = side.filter((backup) => !keep.has(backup)).sort((a, b) => b.at - a.at)
    for (const backup of newestOfEach(newestFirst, dayOf, daysKept)) keep.add(backup)
    for (const backup of newestOfEach(newestFirst, weekOf, weeksKept)) keep.add(backup)
  }
  return backups.filter((backup) => !keep.has(backup))
}

const dayOf = (at: number): number => Math.floor(at / day)
/** Weeks that begin on Monday; the first day of the epoch was a Thursday. */
const weekOf = (at: number): number => Math.floor((dayOf(at) + 3) / 7)

function newestOfEach<B extends KeptBackup>(
  newestFirst: readonly B[],
  spanOf: (at: number) => number,
  atMost: number,
): B[] {
  const newest = new Map<number, B>()
  for (const backup of newestFirst) if (!newest.has(spanOf(backup.at))) newest.set(spanOf(backup.at), backup)
  return [...newest.values()].slice(0, atMost)
}
