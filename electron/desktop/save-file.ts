/** Asks for the place of a file, and saves one there. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { app, BrowserWindow, dialog, webContents } from 'electron'
import { TernError } from '../../shared/errors.ts'

/** Asks with the system's dialog, over the window that shows these contents; undefined when the user closed it. */
export async function pickFile(webContentsId: number, name: string): Promise<string | undefined> {
  const contents = webContents.fromId(webContentsId)
  const window = contents === undefined ? null : BrowserWindow.fromWebContents(contents)
  const options = { defaultPath: join(app.getPath('downloads'), name) }
  const { canceled, filePath } = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options))
  return canceled || filePath === '' ? undefined : filePath
}

/**
 * Asks where to, and writes the file. Answers false when the user closed the dialog. Rejects with `TernError`
 * `media.notSaved`.
 */
export async function saveFile(webContentsId: number, name: string, bytes: Uint8Array): Promise<boolean> {
  const filePath = await pickFile(webContentsId, name)
  if (filePath === undefined) return false
  try {
    await writeFile(filePath, bytes)
    return true
  } catch (thrown) {
    throw new TernError('media.notSaved', {}, thrown)
  }
}
