/** The system's dialog for a folder, and its file manager. */
import { BrowserWindow, dialog, shell, webContents, type OpenDialogOptions } from 'electron'
import { TernError } from '../../shared/errors.ts'
import type { Folders } from '../ports.ts'

export const folders: Folders = {
  async pick({ title, button }, windowId) {
    const contents = webContents.fromId(windowId)
    const window = contents === undefined ? null : BrowserWindow.fromWebContents(contents)
    const options: OpenDialogOptions = {
      title,
      buttonLabel: button,
      properties: ['openDirectory', 'createDirectory', 'dontAddToRecent'],
    }
    const { canceled, filePaths } = await (window === null
      ? dialog.showOpenDialog(options)
      : dialog.showOpenDialog(window, options))
    return canceled ? undefined : filePaths[0]
  },
  async open(path) {
    const problem = await shell.openPath(path)
    if (problem !== '') throw new TernError('export.notShown', { folder: path }, new Error(problem))
  },
}
