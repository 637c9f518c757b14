/**
 * Loaded into Tern's main process before its first line (`NODE_OPTIONS=--require`), so that the app itself carries no
 * hooks. It watches the calls that leave Tern's own code (libsql, Electron, node:http, keytar), writes down the points
 * it comes by, does what the user would do in the window, and ends the process by SIGKILL where it was told to.
 */
import { appendFileSync } from 'node:fs'
import { Server, type IncomingMessage, type ServerResponse } from 'node:http'
import Module from 'node:module'
import { isMainThread } from 'node:worker_threads'
import type Libsql from 'libsql'
import type * as Electron from 'electron'
import { ordersVariable, type Act, type Entry, type Orders } from './orders.ts'
import { transactionName, type Said } from './sql-points.ts'

const orders = JSON.parse(process.env[ordersVariable] ?? 'null') as Orders
const passed = new Map<string, number>()

// Written at once and whole, because the next thing may be the end.
const note = (entry: Entry): void => appendFileSync(orders.journal, `${JSON.stringify(entry)}\n`)

function pass(point: string): void {
  const count = (passed.get(point) ?? 0) + 1
  passed.set(point, count)
  note({ kind: 'passed', point })
  if (orders.kill?.point === point && orders.kill.nth === count) process.kill(process.pid, 'SIGKILL')
}

/** Comes by `name:before`, acts, and comes by `name:after`. */
function between<T>(name: string | undefined, act: () => T): T {
  if (name === undefined) return act()
  pass(`${name}:before`)
  const done = act()
  pass(`${name}:after`)
  return done
}

// --- The store --------------------------------------------------------------------------------------------------

function watchStore(Database: typeof Libsql): void {
  let open: Said[] | undefined
  const { exec, prepare } = Database.prototype

  Database.prototype.exec = function (this: Libsql.Database, sql: string) {
    if (sql.startsWith('BEGIN IMMEDIATE')) open = []
    else if (sql === 'ROLLBACK') open = undefined
    else if (sql !== 'COMMIT') open?.push({ sql, values: [], rows: 0 })
    if (sql !== 'COMMIT' || open === undefined) return exec.call(this, sql)
    const name = transactionName(open)
    open = undefined
    const forgets = orders.sabotage === 'forget' && name === 'receive-text'
    return between(name, () => exec.call(this, forgets ? 'ROLLBACK' : sql))
  }

  const watched = function (this: Libsql.Database, sql: string): unknown {
    const statement = prepare.call(this, sql) as unknown as Record<string, (values: unknown[]) => unknown>
    for (const way of ['run', 'get', 'all']) {
      const original = statement[way]
      if (original === undefined) continue
      statement[way] = (given: unknown[]) => {
        const values = orders.sabotage === 'resend' ? queueAgain(sql, given, open) : given
        const act = (): unknown => original.call(statement, values)
        if (open === undefined) return between(transactionName([{ sql, values, rows: 0 }]), act)
        const result = act()
        open.push({ sql, values, rows: Array.isArray(result) ? result.length : 0 })
        return result
      }
    }
    return statement
  }
  Database.prototype.prepare = watched as typeof prepare
}

/** Sabotage: what was on its way when Tern ended is sent once more. */
function queueAgain(sql: string, values: unknown[], open: readonly Said[] | undefined): unknown[] {
  const recovering = open !== undefined && transactionName(open) === 'recover'
  return recovering && sql.includes('SET own_state = ?') ? ['queued', ...values.slice(1)] : values
}

// --- The keychain -----------------------------------------------------------------------------------------------

type Keychain = Pick<typeof import('keytar'), 'setPassword'>

function watchKeychain(keychain: Keychain): void {
  const { setPassword } = keychain
  keychain.setPassword = async (...args) => {
    pass('key:before')
    await setPassword(...args)
    pass('key:after')
  }
}

// --- Callbacks --------------------------------------------------------------------------------------------------

/** Probes of the way in are shorter, callbacks longer. */
const longestProbe = 100

function watchCallbacks(): void {
  type Emit = (this: Server, event: string, ...args: unknown[]) => boolean
  const emit = Server.prototype.emit as Emit
  const watched: Emit = function (event, ...args) {
    const [request, response] = args as [IncomingMessage, ServerResponse]
    const isCallback =
      event === 'request' &&
      request.url?.startsWith('/callback/') === true &&
      Number(request.headers['content-length']) > longestProbe
    if (!isCallback) return emit.call(this, event, ...args)
    pass('callback:came')
    if (orders.sabotage === 'answerFirst') {
      response.end('ok')
      setTimeout(() => emit.call(this, event, ...args), 300)
      return true
    }
    const end = response.end.bind(response) as (...words: unknown[]) => ServerResponse
    response.end = ((...words: unknown[]) => between('callback-answer', () => end(...words))) as never
    return emit.call(this, event, ...args)
  }
  Server.prototype.emit = watched as typeof Server.prototype.emit
}

// --- Electron ---------------------------------------------------------------------------------------------------

function watchElectron({ app, session, Notification }: typeof Electron): void {
  const fromPartition = session.fromPartition.bind(session)
  session.fromPartition = (...args) => emptyPages(watchSending(fromPartition(...args)))

  const { show } = Notification.prototype
  Notification.prototype.show = function (this: Electron.Notification) {
    between('notify', () => show.call(this))
  }

  let driven = false
  app.on('web-contents-created', (_event, contents) => {
    contents.on('did-finish-load', () => {
      if (driven) return
      driven = true
      void drive(contents)
    })
  })
}

/** The pages come with nothing on them: what is asked through the preload script needs no more, and a life costs less. */
function emptyPages(made: Electron.Session): Electron.Session {
  const { protocol } = made
  const handle = protocol.handle.bind(protocol)
  protocol.handle = (scheme, answer) =>
    handle(scheme, async (request) => {
      const { headers } = await answer(request)
      const isPage = headers.get('content-type')?.startsWith('text/html') === true
      return new Response(isPage ? '<!doctype html><title>Tern</title>' : '', { headers })
    })
  return made
}

function watchSending(made: Electron.Session): Electron.Session {
  const fetch = made.fetch.bind(made)
  made.fetch = async (...args) => {
    if (!String(args[0]).endsWith('/messages/send')) return fetch(...args)
    pass('post:leaving')
    if (orders.sabotage === 'twice') void fetch(...args).catch(() => undefined)
    try {
      const response = await fetch(...args)
      pass('answer:came')
      return response
    } catch (thrown) {
      noteBroken(args[1]?.body, thrown)
      throw thrown
    }
  }
  return made
}

/** A connection that Chromium itself gives up (`net::ERR_NETWORK_CHANGED`, say) ends unclear, whatever was sent back on it. */
function noteBroken(sent: unknown, thrown: unknown): void {
  if (!(thrown instanceof Error) || !thrown.message.startsWith('net::ERR_')) return
  const { body } = JSON.parse(String(sent)) as { body: string }
  note({ kind: 'broke', body, why: thrown.message })
}

// --- The user ---------------------------------------------------------------------------------------------------

const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

function asked(act: Act): { readonly id: string; readonly script: string } {
  const call = { send: 'send', again: 'sendAgain', mark: 'markAsSent', cancel: 'cancel' }[act.kind]
  const argument = act.kind === 'send' ? act.draft : { messageId: act.messageId }
  const id = act.kind === 'send' ? act.draft.id : act.messageId
  return { id, script: `window.tern.messages.${call}(${JSON.stringify(argument)})` }
}

/** Nothing was done: the store is not open yet, or the text to decide on has not come to where that can be done. */
const tooEarly = new Set(['app.notReady', 'app.notFound', 'text.onItsWay'])

async function drive(contents: Electron.WebContents): Promise<void> {
  while (orders.actsWait && !passed.has('registration:after')) await sleep(10)
  for (const act of orders.acts) {
    const { id, script } = asked(act)
    note({ kind: 'asked', id })
    for (let tries = 100; tries > 0; tries -= 1) {
      const result = (await contents.executeJavaScript(script)) as { ok: boolean; error?: { code: string } }
      const code = result.ok ? 'ok' : (result.error?.code ?? 'none')
      if (tooEarly.has(code)) await sleep(20)
      else {
        note({ kind: 'answered', id, code })
        break
      }
    }
  }
}

// --- Joined -----------------------------------------------------------------------------------------------------

type Load = (request: string, ...rest: unknown[]) => unknown

if (process.type === 'browser' && isMainThread) {
  watchCallbacks()
  const loader = Module as unknown as { _load: Load }
  const load = loader._load
  const seen = new Set<string>()
  loader._load = function (this: unknown, request, ...rest) {
    const loaded = load.call(this, request, ...rest)
    // By name, or as a file where it is imported.
    const name = /^electron$|^libsql$|\bkeytar\b/.exec(request)?.[0]
    if (name === undefined || seen.has(name)) return loaded
    seen.add(name)
    if (name === 'libsql') watchStore(loaded as typeof Libsql)
    else if (name === 'electron') watchElectron(loaded as typeof Electron)
    else watchKeychain(loaded as Keychain)
    return loaded
  }
}
