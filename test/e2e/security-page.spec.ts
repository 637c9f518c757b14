/** What a page may load, ask for and go to, tried from inside a page in a real Electron. */
import { symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { Page } from 'playwright-core'
import { paintPhoto } from '../../electron/practice/photo.ts'
import type { PageApi } from '../../shared/contract-sides.ts'
import { startDesktop, type Desktop } from '../desktop/desktop.mjs'
import { buildShell, startShell, type Shell } from '../support/shell.ts'

declare const window: Window & typeof globalThis & { readonly tern: PageApi }

let desktop: Desktop
let built: Awaited<ReturnType<typeof buildShell>>
let shell: Shell
let page: Page
let elsewhere: Server
let asked: string[]
let remote: string

test.beforeAll(async () => {
  desktop = await startDesktop({ keyring: false, notifications: false })
  built = await buildShell()
  writeFileSync(join(built.dir, 'secret.json'), '{"secret":1}')
  symlinkSync(join(built.dir, 'secret.json'), join(built.dir, 'pages/link.json'))
  elsewhere = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.setHeader('access-control-allow-origin', '*')
    response.end('<h1>elsewhere</h1>')
  })
  await new Promise<void>((ready) => elsewhere.listen(0, '127.0.0.1', ready))
  remote = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`
  shell = await startShell(built.dir, desktop.env)
})
test.afterAll(async () => {
  await shell.stop()
  await new Promise((done) => elsewhere.close(done))
  built.remove()
  await desktop.stop()
})
test.beforeEach(async () => {
  asked = []
  await shell.run(({ windows, seen }) => {
    for (const notes of Object.values(seen)) notes.length = 0
    windows.openMain()
  })
  page = await shell.page()
})

test('the policy is on the answer, and it holds', async () => {
  const headers = await page.evaluate(async () => {
    const answer = await fetch('./page.js').catch((thrown: unknown) => String(thrown))
    return typeof answer === 'string' ? answer : 'answered'
  })
  // connect-src: not even our own files by fetch.
  expect(headers).toContain('TypeError')

  const state = await page.evaluate(async (address) => {
    const violations: string[] = []
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective))
    const image = new Image()
    const failed = new Promise((done) => image.addEventListener('error', () => done(true), { once: true }))
    image.src = `${address}/track.png`
    await failed
    const attempt = (act: () => unknown): unknown => {
      try {
        return act()
      } catch (thrown) {
        return (thrown as Error).name
      }
    }
    const script = document.createElement('script')
    const text = attempt(() => (script.textContent = 'window.injected = true'))
    // A text node is no such assignment, and still nothing runs.
    script.appendChild(document.createTextNode('window.injected = true'))
    attempt(() => document.body.append(script))
    const evaluated = attempt(() => (0, eval)('1 + 1'))
    const markup = attempt(() => document.body.insertAdjacentHTML('beforeend', '<b>x</b>'))
    const socket = new WebSocket(address.replace('http', 'ws'))
    await new Promise((done) => socket.addEventListener('error', done, { once: true }))
    return {
      inline: 'inlineRan' in window || 'injected' in window,
      module: 'moduleRan' in window,
      styled: getComputedStyle(document.querySelector('h1') as HTMLElement).backgroundColor,
      inlineStyle: getComputedStyle(document.querySelector('h1') as HTMLElement).color,
      ownImage: (document.querySelector('#inside') as HTMLImageElement).naturalWidth,
      attempts: { text, evaluated, markup },
      violations,
    }
  }, remote)
  expect(state).toMatchObject({ inline: false, module: true, styled: 'rgb(4, 5, 6)', ownImage: 2 })
  expect(state.inlineStyle).not.toBe('rgb(1, 2, 3)')
  expect(state.attempts).toEqual({ text: 'TypeError', evaluated: 'EvalError', markup: 'TypeError' })
  expect(state.violations).toEqual(expect.arrayContaining(['img-src', 'connect-src']))
  expect(asked).toEqual([])
})

test('a request of the page for a file', async () => {
  const answer = (path: string) =>
    shell.app.evaluate(async ({ session }, address) => {
      const response = await session.fromPartition('tern-pages').fetch(address)
      return {
        status: response.status,
        type: response.headers.get('content-type'),
        csp: response.headers.get('content-security-policy'),
        sniff: response.headers.get('x-content-type-options'),
        text: await response.text(),
      }
    }, `app://tern/${path}`)
  const index = await answer('')
  expect(index).toMatchObject({ status: 200, type: 'text/html; charset=utf-8', sniff: 'nosniff' })
  expect(index.csp).toContain("default-src 'none'")
  expect(await answer('page.js')).toMatchObject({ status: 200, type: 'text/javascript; charset=utf-8' })
  for (const path of [
    'link.json',
    'none.html',
    '..%2fsecret.json',
    '%2e%2e%2fsecret.json',
    '..%5csecret.json',
    'secret.json',
    '../secret.json',
    'page.js%00.html',
    'pages',
    '.',
  ]) {
    const { status, text } = await answer(path)
    if (path === '.') expect(status).toBe(200)
    else expect({ path, status }).toEqual({ path, status: 404 })
    expect(text).not.toContain('"secret"')
  }
})

test('a photo is shown, and nothing else comes by the address of photos', async () => {
  const id = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`
  const answer = (address: string) =>
    shell.app.evaluate(async ({ session }, url) => {
      const response = await session.fromPartition('tern-pages').fetch(url)
      return {
        status: response.status,
        type: response.headers.get('content-type'),
        csp: response.headers.get('content-security-policy'),
        sniff: response.headers.get('x-content-type-options'),
        cache: response.headers.get('cache-control'),
        length: (await response.arrayBuffer()).byteLength,
      }
    }, address)
  expect(await answer(`app://tern/media/${id(1)}`)).toEqual({
    status: 200,
    type: 'image/png',
    csp: "default-src 'none'; sandbox",
    sniff: 'nosniff',
    cache: 'no-store',
    length: paintPhoto().length,
  })
  // A file that is no picture, a damaged one, one that is not there; then other ways to write an address.
  for (const path of [
    `media/${id(2)}`,
    `media/${id(3)}`,
    `media/${id(4)}`,
    `media/${id(1)}/`,
    `media/${id(1)}?x`,
    `media/%30${id(1).slice(1)}`,
    `media//${id(1)}`,
    `media/x/../../secret.json`,
    'media/',
    'media',
  ])
    expect({ path, ...(await answer(`app://tern/${path}`)) }).toMatchObject({ path, status: 404 })

  const shown = await page.evaluate(
    async (ids) => {
      const load = (src: string): Promise<number> =>
        new Promise((done) => {
          const image = new Image()
          image.addEventListener('load', () => done(image.naturalWidth))
          image.addEventListener('error', () => done(0))
          image.src = src
        })
      const widths = await Promise.all(ids.map((one) => load(`app://tern/media/${one}`)))
      const read = await fetch(`app://tern/media/${ids[0] ?? ''}`).then(
        () => 'read',
        (thrown: unknown) => (thrown as Error).name,
      )
      return { widths, read }
    },
    [id(1), id(2), id(3)],
  )
  // An image may be looked at; its bytes are not for scripts.
  expect(shown).toEqual({ widths: [320, 0, 0], read: 'TypeError' })
})

test('permissions, devices and the screen are refused', async () => {
  const outcome = await page.evaluate(async () => {
    const tried = async (act: () => Promise<unknown>): Promise<string> =>
      act().then(
        () => 'granted',
        (thrown: unknown) =>
          thrown instanceof Error || thrown instanceof DOMException ? thrown.name : 'refused',
      )
    return {
      camera: await tried(() => navigator.mediaDevices.getUserMedia({ video: true })),
      microphone: await tried(() => navigator.mediaDevices.getUserMedia({ audio: true })),
      screen: await tried(() => navigator.mediaDevices.getDisplayMedia({ video: true })),
      place: await tried(
        () =>
          new Promise((ok, no) =>
            navigator.geolocation.getCurrentPosition(ok, () => no(new Error('refused'))),
          ),
      ),
      clipboard: await tried(() => navigator.clipboard.readText()),
      notification: await Notification.requestPermission(),
      states: await Promise.all(
        (['geolocation', 'camera', 'microphone', 'notifications'] as PermissionName[]).map(
          async (name) => (await navigator.permissions.query({ name })).state,
        ),
      ),
    }
  })
  expect(outcome.states).toEqual(['denied', 'denied', 'denied', 'denied'])
  expect(outcome.notification).toBe('denied')
  for (const what of ['camera', 'microphone', 'screen', 'place', 'clipboard'] as const) {
    expect({ what, got: outcome[what] }).not.toEqual({ what, got: 'granted' })
  }
})

for (const [name, to] of [
  ['another site', () => remote],
  ['another file of ours', () => 'app://tern/page.js'],
  ['its own address again', () => page.url()],
] as const) {
  test(`the page does not go to ${name}`, async () => {
    const before = page.url()
    const refusals = async () => (await shell.seen('log')).filter((line) => line.includes('refused to leave'))
    await page.evaluate((address) => {
      Object.assign(window, { still: true })
      location.assign(address)
    }, to())
    await expect.poll(refusals).toHaveLength(1)
    await page.evaluate((address) => {
      const link = document.createElement('a')
      link.href = address
      document.body.append(link)
      link.click()
      link.remove()
    }, to())
    await expect.poll(refusals).toHaveLength(2)
    expect(await page.evaluate(() => 'still' in window)).toBe(true)
    expect(page.url()).toBe(before)
    expect(asked).toEqual([])
  })
}

for (const [to, refusal] of [
  ['file:///etc/hostname', 'Not allowed to load local resource'],
  ['data:text/html,x', 'Not allowed to navigate top frame to data URL'],
] as const) {
  test(`the page does not go to ${to}`, async () => {
    const refused = page.waitForEvent('console', { predicate: (line) => line.text().includes(refusal) })
    await page.evaluate((address) => location.assign(address), to)
    await refused
    expect(page.url()).toContain('window=main')
  })
}

test('a page that made itself blank is replaced', async () => {
  const gone = page.waitForEvent('close')
  await page.evaluate(() => location.assign('about:blank')).catch(() => undefined)
  await gone
  const next = await shell.page()
  expect(await next.evaluate(() => window.tern.notifications.unread())).toEqual({ ok: true, value: 3 })
})

test('no window, webview or download comes of the page', async () => {
  const opened = await page.evaluate(async (address) => {
    const one = window.open(address)
    const two = window.open('about:blank')
    const link = document.createElement('a')
    link.href = address
    link.target = '_blank'
    document.body.append(link)
    link.click()
    const view = document.createElement('webview')
    view.setAttribute('src', address)
    document.body.append(view)
    const save = document.createElement('a')
    save.href = URL.createObjectURL(new Blob(['x']))
    save.download = 'x.txt'
    save.click()
    await window.tern.notifications.unread()
    return [one, two].map((value) => value === null)
  }, remote)
  expect(opened).toEqual([true, true])
  const count = await shell.app.evaluate(({ webContents }) => webContents.getAllWebContents().length)
  expect(count).toBe(1)
  await expect.poll(async () => (await shell.seen('log')).join()).toContain('refused a download')
  expect((await shell.seen('log')).join()).toContain('refused a new window')
  expect(asked).toEqual([])
})
