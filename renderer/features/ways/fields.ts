/** What a form of a way in makes of what was typed. */
import * as v from 'valibot'
import { frugalProbeSeconds, readNgrokToken } from '../../../shared/core/ngrok.ts'
import type { WayIn } from '../../../shared/model/reach.ts'
import { OwnAddress, SettingsPatch, TunnelHost, type Settings } from '../../../shared/model/settings.ts'

/** The fields of all forms; each way in has its own. */
export interface WayFields {
  readonly tunnelHost: string
  readonly ngrokDomain: string
  readonly ownAddress: string
  readonly ownPort: string
}
export type Problems = Partial<Record<keyof WayFields | 'token', string>>

/** Whether a way in is the one that is used, or the one that stands in for it. */
export type WayRole = 'first' | 'standby'

export const savedFields = (settings: Settings): WayFields => ({
  tunnelHost: settings.tunnelHost,
  ngrokDomain: settings.ngrokDomain,
  ownAddress: settings.ownAddress,
  ownPort: String(settings.ownPort),
})

const { ownPort, ngrokDomain } = SettingsPatch.entries

/** The domain of an address, should the whole address have been pasted. */
const bareDomain = (typed: string): string =>
  typed
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/\/$/, '')

const anAddress = 'Write an address that starts with https://, without a path.'

/** @param token what was typed as ngrok's token; undefined: the one in the keychain stays */
export function problemsOf(way: WayIn, fields: WayFields, token: string | undefined): Problems {
  switch (way) {
    case 'localtunnel':
      return v.is(TunnelHost, fields.tunnelHost) ? {} : { tunnelHost: anAddress }
    case 'ngrok':
      return {
        ...(token === undefined || readNgrokToken(token) !== undefined
          ? {}
          : { token: 'Copy the authtoken from the ngrok dashboard, Your Authtoken. It is no API key.' }),
        ...(v.is(ngrokDomain, bareDomain(fields.ngrokDomain))
          ? {}
          : { ngrokDomain: 'Write a domain such as name.ngrok-free.dev, or leave it empty.' }),
      }
    case 'own':
      return {
        ...(v.is(OwnAddress, fields.ownAddress) ? {} : { ownAddress: anAddress }),
        ...(/^\d+$/.test(fields.ownPort.trim()) && v.is(ownPort, Number(fields.ownPort))
          ? {}
          : { ownPort: 'Write a number from 1024 to 65535.' }),
      }
  }
}

/** What of it changes the settings; nothing when all is as it was. */
export function patchOf(way: WayIn, role: WayRole, fields: WayFields, settings: Settings): SettingsPatch {
  const wished: SettingsPatch = { ...roleOf(way, role, settings), ...partsOf(way, fields) }
  const changed = Object.entries(wished).filter(([name, value]) => settings[name as keyof Settings] !== value)
  return Object.fromEntries(changed)
}

function roleOf(way: WayIn, role: WayRole, settings: Settings): SettingsPatch {
  if (role === 'standby') return { standby: way }
  const isNew = way !== settings.way
  return {
    way,
    ...(settings.standby === way ? { standby: 'none' as const } : {}),
    // Its free plan counts requests. Who pays can set another time afterwards.
    ...(isNew && way === 'ngrok'
      ? { probeSeconds: Math.max(settings.probeSeconds, frugalProbeSeconds) }
      : {}),
  }
}

function partsOf(way: WayIn, fields: WayFields): SettingsPatch {
  switch (way) {
    case 'localtunnel':
      return { tunnelHost: fields.tunnelHost.trim() }
    case 'ngrok':
      return { ngrokDomain: bareDomain(fields.ngrokDomain) }
    case 'own':
      return { ownAddress: fields.ownAddress.trim(), ownPort: Number(fields.ownPort) }
  }
}
