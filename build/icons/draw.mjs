/**
 * Draws every icon of Tern from one silhouette: `node build/icons/draw.mjs`. Writes the SVG beside this file, and the
 * PNGs that the package (build/icons/app) and the running app (electron/desktop/icons) use. Needs Chromium to paint;
 * run by hand after a change, and the results are committed.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { chromium } from 'playwright-core'

const here = import.meta.dirname
const packed = join(here, 'app')
const shipped = resolve(here, '../../electron/desktop/icons')

/** A tern on the wing, on a 48 by 48 ground: pointed bill, long wings, forked tail. */
const bird =
  'M4.5 26.2 10.6 23.6C12.4 21.9 15.4 21.7 17.8 23 20 15.2 24.6 8.6 33.6 4.2 31.2 10.4 29.8 16.6 28.8 24.4 33 25.4 37.6 25 43.5 22.4 40.4 25.6 37.4 27.6 33.8 28.8 37 30.4 39.6 32.6 41.6 35.8 36.6 33.8 32 32.4 27.2 31.2 25.4 36.6 21.8 41 15.6 43.8 18.2 39.4 18.8 35 18.2 30.2 15.4 29.4 12.6 28.2 10.8 26.4Z'
const bill = 'M4.5 26.2 10.6 23.6 10.8 26.4Z'
const cap = 'M10.6 23.6C12.4 21.9 15.4 21.7 17.8 23 16 24.6 13.4 25.1 10.7 25Z'

const svg = (/** @type {number} */ side, /** @type {string} */ body) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 48 48">${body}</svg>\n`

/** The app's icon. Below 48 pixels the cap and the bill would be dirt, and the bird needs the room of the margin. */
function appIcon(/** @type {number} */ side) {
  const small = side < 48
  const tile = small
    ? '<rect x="1" y="1" width="46" height="46" rx="11" fill="#0c6a7b"/>'
    : `<defs><linearGradient id="sea" x2="0" y2="1"><stop stop-color="#178397"/><stop offset="1" stop-color="#0a5564"/></linearGradient></defs>
  <rect x="2.5" y="2.5" width="43" height="43" rx="10.5" fill="url(#sea)"/>`
  const detail = small ? '' : `<path d="${bill}" fill="#ff9a6b"/><path d="${cap}" fill="#0a2a33"/>`
  const size = small ? 0.86 : 0.76
  const move = 24 - 24 * size
  return svg(
    side,
    `${tile}<g transform="translate(${move} ${move}) scale(${size})"><path d="${bird}" fill="#fff"/>${detail}</g>`,
  )
}

/*
 * Tray icons are silhouettes in mid tones (3:1 and more on a white and on a black panel, and never grey, which a grey
 * panel swallows), each state another shape, so that they also work in one colour: a bird; a bird with a dot; a bird
 * struck through from corner to corner; a bird with two bars. A sign is cut out of the bird before it is drawn, so that
 * bird and sign stay apart in one colour. At 16 pixels a pixel is 3 units: the bars and the space between them are whole
 * pixels, or they would be one grey block.
 */
const trayStates = {
  normal: { bird: '#1f93a6', hole: '', sign: '' },
  unread: {
    bird: '#1f93a6',
    hole: '<circle cx="36.5" cy="36.5" r="13.5"/><rect x="28" y="20" width="20" height="14"/>',
    sign: '<circle cx="36.5" cy="36.5" r="10.5" fill="#e2622f"/>',
  },
  unreachable: {
    bird: '#e04a3f',
    hole: '<path d="M3 3 45 45" stroke="#000" stroke-width="12.5"/>',
    sign: '<path d="M5 5 43 43" stroke="#e04a3f" stroke-width="6" stroke-linecap="round"/>',
  },
  paused: {
    bird: '#1f93a6',
    hole: '<rect x="24" y="21" width="24" height="27"/>',
    sign: '<path d="M27 27h6v21h-6zM39 27h6v21h-6z" fill="#1f93a6"/>',
  },
}

function trayIcon(/** @type {keyof typeof trayStates} */ state, /** @type {number} */ side) {
  const { bird: colour, hole, sign } = trayStates[state]
  const grown = `transform="translate(-2.5 -2.5) scale(1.1)"`
  return svg(
    side,
    `<mask id="cut"><rect width="48" height="48" fill="#fff"/>${hole}</mask>` +
      `<g mask="url(#cut)"><path ${grown} d="${bird}" fill="${colour}"/></g>${sign}`,
  )
}

/** @type {{ path: string, side: number, body: string }[]} */
const pictures = []
for (const side of [16, 24, 32, 48, 64, 128, 256, 512, 1024])
  pictures.push({ path: join(packed, `${side}x${side}.png`), side, body: appIcon(side) })
pictures.push({ path: join(shipped, 'app.png'), side: 256, body: appIcon(256) })

for (const state of /** @type {(keyof typeof trayStates)[]} */ (Object.keys(trayStates))) {
  // 22 is the side on Linux and macOS, 16 on Windows.
  for (const [base, name, scales] of /** @type {const} */ ([
    [22, `tray-${state}`, [1, 1.5, 2]],
    [16, `tray-${state}-16`, [1, 1.25, 1.5, 2]],
  ]))
    for (const scale of scales) {
      const file = `${name}${scale === 1 ? '' : `@${scale}x`}.png`
      const side = base * scale
      pictures.push({ path: join(shipped, file), side, body: trayIcon(state, side) })
    }
  await writeFile(join(here, `tray-${state}.svg`), trayIcon(state, 48))
}
await writeFile(join(here, 'app.svg'), appIcon(1024))

await mkdir(packed, { recursive: true })
await mkdir(shipped, { recursive: true })
const browser = await chromium.launch({
  executablePath: process.env['TERN_CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
const page = await browser.newPage()
for (const { path, side, body } of pictures) {
  await page.setViewportSize({ width: side, height: side })
  await page.setContent(`<style>html,body{margin:0}svg{display:block}</style>${body}`)
  await writeFile(path, await page.screenshot({ omitBackground: true }))
}
await browser.close()
console.log(`${pictures.length} icons drawn`)
