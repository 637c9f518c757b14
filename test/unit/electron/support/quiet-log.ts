import type { Log } from '../../../../electron/ports.ts'

/** A log for tests that do not read it. */
export const quietLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }
