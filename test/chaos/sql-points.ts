/** Which step of the app a transaction is, told by its statements. */

export interface Said {
  readonly sql: string
  readonly values: readonly unknown[]
  /** How many rows a SELECT gave. */
  readonly rows: number
}

interface Sign {
  readonly name: (said: Said) => string
  readonly sql: RegExp
  readonly when?: (said: Said) => boolean
}

const named = (name: string) => () => name
const ends: Readonly<Record<string, string>> = {
  accepted: 'settle-accepted',
  failed: 'settle-failed',
  unknown: 'settle-unknown',
  queued: 'settle-later',
  sent: 'mark',
}

/** The first that fits any of the statements names the transaction. */
const signs: readonly Sign[] = [
  { name: named('migrate'), sql: /^PRAGMA user_version =/ },
  { name: named('queue'), sql: /^INSERT INTO messages[^]*'outbound'/ },
  { name: named('claim'), sql: /^UPDATE messages SET state = 'claimed'/ },
  { name: named('again'), sql: /^UPDATE messages SET attempt = attempt \+ 1/ },
  { name: named('recover'), sql: /^SELECT [^]*WHERE own_state = 'claimed'/, when: ({ rows }) => rows > 0 },
  {
    name: ({ values }) => ends[String(values[0])] ?? 'settle-other',
    sql: /^UPDATE messages SET own_state = \?/,
  },
  { name: named('cancel'), sql: /^UPDATE conversations SET draft = iif/ },
  { name: named('receive-text'), sql: /^INSERT INTO messages[^]*'inbound'/ },
  { name: named('receive-status'), sql: /^INSERT INTO statuses/ },
  { name: named('receive-other'), sql: /^INSERT INTO raw_events/ },
  { name: named('registration'), sql: /^UPDATE numbers SET callback_url/ },
  { name: named('notified'), sql: /^INSERT INTO ledger/ },
]

const writes = /^(INSERT|UPDATE|DELETE|REPLACE)\b/i

/** The name of a transaction; undefined when it only read. */
export function transactionName(statements: readonly Said[]): string | undefined {
  const all = statements.map((said) => ({ ...said, sql: said.sql.trim() }))
  for (const { name, sql, when } of signs) {
    const said = all.find((one) => sql.test(one.sql) && (when === undefined || when(one)))
    if (said !== undefined) return name(said)
  }
  return all.some(({ sql }) => writes.test(sql)) ? 'other' : undefined
}
