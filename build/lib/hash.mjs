/** Hashes of files, to know whether work that was done still holds. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './paths.mjs'

/**
 * One hash over names and contents of files and whole folders.
 * @param {readonly string[]} names from the root of the tree
 */
export async function hashOf(names) {
  const hash = createHash('sha256')
  for (const name of names) {
    const path = join(root, name)
    if (!existsSync(path)) continue
    const files = statSync(path).isDirectory() ? await filesIn(name) : [name]
    for (const file of files) {
      const content = await readFile(join(root, file))
      hash.update(`${file}\0${content.length}\0`).update(content)
    }
  }
  return hash.digest('hex')
}

/** @param {string} folder @returns {Promise<string[]>} */
async function filesIn(folder) {
  const found = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort()
}

/** Whether a stamp file says what is expected. @param {string} path @param {string} expected */
export const isStamped = (path, expected) => existsSync(path) && readFileSync(path, 'utf8') === expected
