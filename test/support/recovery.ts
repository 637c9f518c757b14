/** What a test does around the recovery kit: answers the dialogs, reads the code as its owner would, loses the keychain. */
import { execFile } from 'node:child_process'
import { statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { keychainService } from '../../electron/secrets/keychain.ts'
import type { Tern } from './tern.ts'

const run = promisify(execFile)

/** Answers every save dialog with a path, or (undefined) with *Cancel*. */
export async function answerSaveDialogs({ app }: Tern, path: string | undefined): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () =>
      Promise.resolve({ canceled: filePath === undefined, filePath: filePath ?? '' })
  }, path)
}

/** A group of a code, as the page has it. */
const groups = /\b[0-9A-HJKMNP-TV-Z]{4}\b/g

/** The text of a PDF, as one reads it. */
export async function pdfText(path: string): Promise<string> {
  return (await run('pdftotext', ['-layout', path, '-'])).stdout
}

/** The code in a text, by its seven groups. */
export function codeIn(text: string): string {
  const lines = text.split('\n').filter((line) => (line.match(groups) ?? []).length >= 3)
  const found = lines.flatMap((line) => line.match(groups) ?? [])
  if (found.length !== 7) throw new Error(`${found.length} groups of a code, not 7`)
  return found.join('-')
}

export async function codeOfPdf(path: string): Promise<string> {
  if ((statSync(path).mode & 0o077) !== 0) throw new Error('others may read the recovery page')
  return codeIn(await pdfText(path))
}

/** The keychain as another program of the user has it, in the desktop that `env` belongs to. Answers what it printed. */
export async function keychain(env: NodeJS.ProcessEnv, dataDir: string, script: string): Promise<string> {
  const keytar = createRequire(import.meta.url).resolve('keytar')
  const service = keychainService(dataDir, '')
  const source = `const keytar = require(${JSON.stringify(keytar)}); const service = ${JSON.stringify(service)};
    (async () => { ${script} })().catch((thrown) => { console.error(thrown); process.exitCode = 1 })`
  return (await run(process.execPath, ['-e', source], { env })).stdout.trim()
}

/** Every entry of Tern is gone, as after a keychain was made anew. */
export async function wipeKeychain(env: NodeJS.ProcessEnv, dataDir: string): Promise<string> {
  const gone = await keychain(
    env,
    dataDir,
    `const all = await keytar.findCredentials(service);
     for (const { account } of all) await keytar.deletePassword(service, account);
     console.log(all.map(({ account }) => account).sort().join(' '))`,
  )
  if (!gone.includes('store-key')) throw new Error(`the keychain held “${gone}”`)
  return gone
}
