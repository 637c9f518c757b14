export interface Toast {
  readonly id: number
  readonly text: string
  readonly action?: { readonly label: string; readonly run: () => void } | undefined
}

/** Short notes at the foot of the window, for what worked and can be left unread. Errors belong beside their cause. */
export interface Toasts {
  readonly list: readonly Toast[]
  readonly show: (text: string, action?: Toast['action']) => void
  readonly dismiss: (id: number) => void
  /** Stops them from going while the pointer or the focus is on one. */
  readonly hold: () => void
  readonly release: () => void
}

const atMost = 3

/** `stayMs`: how long one stays unless held. */
export function createToasts(stayMs = 6000): Toasts {
  let list = $state<readonly Toast[]>([])
  let nextId = 1
  const timers = new Map<number, ReturnType<typeof setTimeout>>()

  function stop(id: number): void {
    clearTimeout(timers.get(id))
    timers.delete(id)
  }
  function start(id: number): void {
    stop(id)
    timers.set(
      id,
      setTimeout(() => dismiss(id), stayMs),
    )
  }
  function dismiss(id: number): void {
    stop(id)
    list = list.filter((toast) => toast.id !== id)
  }

  return {
    get list() {
      return list
    },
    show(text, action) {
      const id = nextId++
      for (const gone of list.slice(0, Math.max(0, list.length - atMost + 1))) dismiss(gone.id)
      list = [...list, { id, text, action }]
      start(id)
    },
    dismiss,
    hold: () => list.forEach((toast) => stop(toast.id)),
    release: () => list.forEach((toast) => start(toast.id)),
  }
}
