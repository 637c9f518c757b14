/** Who may call: the main frame of one of our windows, while it shows our own origin. */

export interface FrameLike {
  /** The frame's security origin, `null` for an opaque one. */
  readonly origin: string
}

export interface SenderEvent {
  /** The frame that called; `null` when it has gone or moved on since. */
  readonly senderFrame: FrameLike | null
  readonly sender: { readonly id: number; readonly mainFrame: FrameLike }
}

export interface SenderCheckNeeds {
  readonly isOurWindow: (webContentsId: number) => boolean
  /** The trusted origin, `app://tern` outside development. */
  readonly origin: string
}

/** Makes the check that the door asks before each call. */
export function createSenderCheck({
  isOurWindow,
  origin,
}: SenderCheckNeeds): (event: SenderEvent) => boolean {
  return ({ sender, senderFrame }) =>
    senderFrame !== null &&
    isOurWindow(sender.id) &&
    senderFrame === sender.mainFrame &&
    senderFrame.origin === origin
}
