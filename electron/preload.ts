/**
 * Runs in the sandbox beside the page and exposes the contract as `window.tern`, nothing else. The page never sees
 * `ipcRenderer`, an event object or a channel name.
 */
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import { channelOf, contract } from '../shared/contract.ts'
import type { PageApi, Result } from '../shared/contract-sides.ts'

const notReached: Result<unknown> = { ok: false, error: { code: 'app.internal', detail: {} } }

function makeCall(channel: string) {
  return async (...args: readonly unknown[]): Promise<unknown> => {
    try {
      return await ipcRenderer.invoke(channel, ...args)
    } catch {
      // Nobody answers (Tern is starting or quitting) or the argument cannot be copied: an error value as any other.
      return notReached
    }
  }
}

function makeSubscription(channel: string) {
  return (listener: (payload: unknown) => void): (() => void) => {
    const forward = (_event: IpcRendererEvent, payload: unknown): void => listener(payload)
    ipcRenderer.on(channel, forward)
    return () => {
      ipcRenderer.removeListener(channel, forward)
    }
  }
}

function makeApi(): PageApi {
  const api = Object.fromEntries(
    Object.entries(contract).map(([subject, part]) => [
      subject,
      Object.fromEntries(
        Object.entries(part).map(([name, piece]: [string, { readonly kind: 'call' | 'event' }]) => {
          const channel = channelOf(subject, name)
          return [name, piece.kind === 'call' ? makeCall(channel) : makeSubscription(channel)]
        }),
      ),
    ]),
  )
  return api as unknown as PageApi
}

contextBridge.exposeInMainWorld('tern', makeApi())
