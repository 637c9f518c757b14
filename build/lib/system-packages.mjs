/**
 * What Tern needs of the system. On Debian as root it is installed; elsewhere the command is printed. A name with `|`
 * is one of several, the newest Debian's first.
 */
import { existsSync, readFileSync } from 'node:fs'
import { run } from './run.mjs'
import { say, Sorry, step } from './say.mjs'

/** @typedef {'app' | 'desktop' | 'test'} Extent each holds the ones before it */

const app = [
  'ca-certificates',
  'libgtk-3-0t64|libgtk-3-0',
  'libnss3',
  'libasound2t64|libasound2',
  'libgbm1',
  'libdrm2',
  'libxss1',
  'libxtst6',
  'libnotify4',
  // The client of the keychain service.
  'libsecret-1-0',
  'fonts-noto-core',
  'fonts-noto-color-emoji',
]
/** The throw-away desktop (test/desktop) and its tools. */
const desktop = [
  'util-linux',
  'xvfb',
  'dbus',
  'gnome-keyring',
  'dunst',
  'openbox',
  'trayer',
  'python3-dbus',
  'python3-gi',
  'x11-utils',
  'xdotool',
  'scrot',
  'imagemagick',
  // Reads the recovery page's PDF.
  'poppler-utils',
]
/** The browser of the component tests. */
const test = ['chromium']

const extents = { app, desktop: [...app, ...desktop], test: [...app, ...desktop, ...test] }

const isRoot = () => process.getuid?.() === 0

function isDebian() {
  const file = '/etc/os-release'
  return existsSync(file) && /^ID=debian$/m.test(readFileSync(file, 'utf8'))
}

/** Those of which no alternative is installed. @param {readonly string[]} wanted */
async function missing(wanted) {
  const names = wanted.flatMap((one) => one.split('|'))
  const { text } = await run([
    'dpkg-query',
    '--show',
    '--showformat',
    '${Package} ${db:Status-Status}\n',
    ...names,
  ])
  const installed = new Set(
    text.split('\n').flatMap((line) => (line.endsWith(' installed') ? [line.split(' ')[0]] : [])),
  )
  return wanted.filter((one) => !one.split('|').some((name) => installed.has(name)))
}

/** The alternative that this Debian has. @param {string} one */
async function available(one) {
  for (const name of one.split('|')) if ((await run(['apt-cache', 'show', name])).code === 0) return name
  throw new Sorry(`Debian's package list has no ${one.replace('|', ' or ')}.`)
}

/**
 * Sees to it that the system has what is needed.
 * @param {Extent} extent
 */
export async function systemPackages(extent) {
  if (process.platform !== 'linux') {
    if (extent === 'app') return
    throw new Sorry('The throw-away desktop of the tests and the tour is made for Linux.')
  }
  if (!existsSync('/usr/bin/dpkg-query')) {
    if (extent !== 'app')
      say(`• This is no Debian: the system must have what Debian calls ${extents[extent].join(' ')}`)
    return
  }
  const wanted = await missing(extents[extent])
  if (wanted.length === 0) return
  if (!isRoot() || !isDebian()) {
    const names = wanted.map((one) => one.split('|').at(isDebian() ? -1 : 0))
    throw new Sorry(
      `Tern needs some system packages first. Install them with:\n\n  sudo apt-get install ${names.join(' ')}\n`,
    )
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await step('Reading the list of Debian packages', async () => {
    const { code, text } = await run(['apt-get', 'update', '-q'], { env })
    // A list that is there may do: the installation will tell.
    if (code !== 0) say(`  it could not be renewed: ${text.trim().split('\n').at(-1) ?? ''}`)
  })
  await step(`Installing ${wanted.length} Debian packages`, async () => {
    const names = await Promise.all(wanted.map(available))
    const command = ['apt-get', 'install', '-y', '-q', '--no-install-recommends', ...names]
    const { code, text } = await run(command, { env })
    if (code !== 0)
      throw new Sorry(
        `Debian's packages could not be installed:\n${text.trim().split('\n').slice(-8).join('\n')}`,
      )
  })
}
