/** Since when each part is as it is: what is remembered from one look to the next. */
import type { HealthLine } from '../model/health.ts'

/**
 * The lines with when each level began. What a line knows itself counts; else a level that is still the same goes on, and
 * another one begins now.
 * @param before the lines of the last look; undefined at the first one, when nobody knows how long it was so
 */
export function withSince(
  lines: readonly HealthLine[],
  before: readonly HealthLine[] | undefined,
  now: number,
): HealthLine[] {
  return lines.map((line) => {
    if (line.since !== undefined) return line
    const last = before?.find(({ part }) => part === line.part)
    if (last?.level !== line.level)
      return { ...line, since: now, ...(last === undefined ? { fromStart: true } : {}) }
    return {
      ...line,
      ...(last.since === undefined ? {} : { since: last.since }),
      ...(last.fromStart === undefined ? {} : { fromStart: last.fromStart }),
    }
  })
}

/** Whether a level is another one than at the last look. */
export const hasMoved = (now: readonly HealthLine[], before: readonly HealthLine[] | undefined): boolean =>
  before !== undefined &&
  now.some(({ part, level }) => before.find((line) => line.part === part)?.level !== level)
