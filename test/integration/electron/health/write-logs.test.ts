import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSaveLogs } from '../../../../electron/health/save-logs.ts'
import { writeLogs } from '../../../../electron/health/write-logs.ts'

let dir: string
let logDir: string
let path: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tern-logs-'))
  logDir = join(dir, 'logs')
  mkdirSync(logDir)
  path = join(dir, 'report.txt')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const log = (name: string, text: string): void => writeFileSync(join(logDir, name), text)
const write = (): Promise<void> => writeLogs({ path, report: 'Tern report\nkey: ok\n', logDir })
const read = (): string => readFileSync(path, 'utf8')
const onWindows = process.platform === 'win32'

describe('the file with report and log', () => {
  it('has the report, then the older and the newer log, with what is private taken out again', async () => {
    log('tern.old.log', '2026-11-24T12:00:00.000Z [info]  text to +13023063029\n')
    log(
      'tern.log',
      'at open (/home/maria/tern/a.cjs:1:2)\r\nPOST https://a.loca.lt/callback/0123456789abcdef\nlast',
    )
    await write()
    expect(read()).toBe(`Tern report
key: ok

LOG tern.old.log
2026-11-24T12:00:00.000Z [info]  text to •••29

LOG tern.log
at open (/home/•••/tern/a.cjs:1:2)
POST https://•••.loca.lt/•••
last
`)
    if (!onWindows) expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(dir).sort()).toEqual(['logs', 'report.txt'])
  })

  it('says where there is no log, or an empty one', async () => {
    log('tern.log', '')
    await write()
    expect(read()).toBe('Tern report\nkey: ok\n\nLOG tern.old.log\n(none)\n\nLOG tern.log\n')
  })

  it('takes of a log that is far too long only its end, from a whole line on', async () => {
    const lines = Array.from(
      { length: 60_000 },
      (_, at) => `2026-11-24T12:00:00Z [info]  line ${at} of the log, which is long`,
    )
    log('tern.log', `${lines.join('\n')}\n`)
    await write()
    const written = read().split('\nLOG tern.log\n')[1] ?? ''
    expect(written.length).toBeLessThan(2 * 1024 * 1024)
    expect(lines).toContain(written.split('\n')[0])
    expect(written.endsWith(`${lines.at(-1) ?? ''}\n`)).toBe(true)
  })

  it('leaves a line out that is too long to be one', async () => {
    log('tern.log', `before\n${'x'.repeat(500_000)}\nafter\n`)
    await write()
    expect(read()).toContain('before\n(a line of 500,000 characters was left out)\nafter\n')
  })

  it('keeps nobody waiting long, however much there is', async () => {
    const line =
      '2026-11-24T12:00:00.000Z [info]  aircall {"method":"POST","path":"/numbers/1/messages","status":200}\n'
    log('tern.log', line.repeat(20_000))
    let longest = 0
    let last = performance.now()
    const timer = setInterval(() => {
      const now = performance.now()
      longest = Math.max(longest, now - last)
      last = now
    }, 1)
    const began = performance.now()
    await write()
    const took = performance.now() - began
    clearInterval(timer)
    // In pieces: none of them is a large part of the whole, however slow the computer.
    expect(longest).toBeLessThan(Math.max(took / 4, 30))
  })

  it.skipIf(onWindows)('follows no link, waits for no pipe, and reads no folder', async () => {
    const secret = join(dir, 'secret')
    writeFileSync(secret, 'my diary')
    symlinkSync(secret, join(logDir, 'tern.old.log'))
    execFileSync('mkfifo', [join(logDir, 'tern.log')])
    await write()
    expect(read()).not.toContain('diary')
    expect(read()).toMatch(/LOG tern\.old\.log\n\(not read: .*\)\n\nLOG tern\.log\n\(not read: .*\)\n/)
    rmSync(join(logDir, 'tern.log'))
    mkdirSync(join(logDir, 'tern.log'))
    await write()
    expect(read()).toMatch(/LOG tern\.log\n\(not read: .*\)\n/)
  })

  it('takes the place of an earlier one, and writes through no link to another file', async () => {
    if (onWindows) return
    const other = join(dir, 'other')
    writeFileSync(other, 'mine')
    symlinkSync(other, path)
    await write()
    expect(readFileSync(other, 'utf8')).toBe('mine')
    expect(read()).toContain('Tern report')
  })

  it('that cannot be written leaves nothing, and says where', async () => {
    path = join(dir, 'gone', 'report.txt')
    await expect(write()).rejects.toMatchObject({
      code: 'logs.notSaved',
      detail: { folder: join(dir, 'gone') },
    })
    // A folder is in its place.
    path = logDir
    await expect(write()).rejects.toMatchObject({ code: 'logs.notSaved' })
    expect(readdirSync(dir)).toEqual(['logs'])
  })
})

describe('export logs', () => {
  it('offers a name with the day, and writes where the user says', async () => {
    const offered: string[] = []
    const clock = { now: () => Date.UTC(2026, 10, 24, 23) }
    let picked: string | undefined = path
    const pickFile = (_: number, name: string): Promise<string | undefined> => {
      offered.push(name)
      return Promise.resolve(picked)
    }
    const save = createSaveLogs({ pickFile, logDir, clock })
    expect(await save('Tern report\n', 1)).toBe(true)
    expect(offered).toEqual(['Tern report 2026-11-24.txt'])
    expect(read()).toContain('Tern report')
    rmSync(path)
    picked = undefined
    expect(await save('Tern report\n', 1)).toBe(false)
    expect(existsSync(path)).toBe(false)
  })
})
