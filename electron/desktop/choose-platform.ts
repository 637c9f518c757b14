/** The one place that asks which system this is. */
import type { Log } from '../ports.ts'
import { createLinuxPlatform } from './platform-linux.ts'
import { createMacPlatform } from './platform-mac.ts'
import { createWindowsPlatform } from './platform-windows.ts'
import type { Platform } from './platform.ts'

export interface PlatformNeeds {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  /** User id for the session bus; only where there is one. */
  readonly userId: number
  readonly log: Log
}

export function choosePlatform(needs: PlatformNeeds): Platform {
  switch (needs.platform) {
    case 'darwin':
      return createMacPlatform()
    case 'win32':
      return createWindowsPlatform()
    default:
      return createLinuxPlatform(needs)
  }
}
