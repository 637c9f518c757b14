/** Where things are. */
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../..')
/** The built app. */
export const appDir = join(root, 'out/app')
/** The unpacked app of `npm run package`. */
export const packageDir = join(root, 'out/package')

/** A file of an installed package. @param {string[]} parts */
export const inModules = (...parts) => join(root, 'node_modules', ...parts)

/** What is kept between clones, outside the tree. */
export function cacheDir() {
  const base = process.env['XDG_CACHE_HOME']
  if (base !== undefined && base !== '') return join(base, 'tern')
  if (process.platform === 'darwin') return join(homedir(), 'Library/Caches/tern')
  if (process.platform === 'win32')
    return join(process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData/Local'), 'tern')
  return join(homedir(), '.cache/tern')
}
