import { contextBridge, ipcRenderer } from 'electron'

contextBridge.exposeInMainWorld('bench', {
  send: (to: string, body: string, commits: boolean): Promise<unknown> =>
    ipcRenderer.invoke('send', to, body, commits),
})
