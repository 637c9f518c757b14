/**
 * The app that Electron starts when it is given none: it opens the folder or file named on the command line. Electron
 * itself ships one; a runtime out of another app has lost it.
 */

const manifest = JSON.stringify({ name: 'electron', version: '0.0.0', main: 'main.mjs' })

const source = `
import { app } from 'electron'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const named = process.argv.slice(1).find((word) => !word.startsWith('-'))
if (named === undefined) {
  console.error('usage: electron FOLDER')
  app.exit(1)
} else {
  const path = resolve(named)
  const folder = statSync(path).isDirectory() ? path : dirname(path)
  const manifest = join(folder, 'package.json')
  const about = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : {}
  process.defaultApp = true
  app.setAppPath(folder)
  if (about.productName ?? about.name) app.setName(about.productName ?? about.name)
  if (about.version) app.setVersion(about.version)
  await import(pathToFileURL(path === folder ? join(folder, about.main ?? 'index.js') : path).href)
}
`

const number = (/** @type {number} */ value) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

/** The archive to be written as `resources/default_app.asar`. Format: https://github.com/electron/asar#format */
export function defaultApp() {
  /** @type {Record<string, { size: number, offset: string }>} */
  const files = {}
  const contents = []
  let offset = 0
  for (const [name, text] of [
    ['package.json', manifest],
    ['main.mjs', source],
  ]) {
    const content = Buffer.from(text ?? '')
    files[name ?? ''] = { size: content.length, offset: String(offset) }
    contents.push(content)
    offset += content.length
  }
  const header = Buffer.from(JSON.stringify({ files }))
  const padding = (4 - (header.length % 4)) % 4
  const padded = header.length + padding
  const sizes = [4, padded + 8, padded + 4, header.length].map(number)
  return Buffer.concat([...sizes, header, Buffer.alloc(padding), ...contents])
}
