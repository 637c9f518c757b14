/** The ways in for replies, in words. */
import type { WayIn } from '../../shared/model/reach.ts'
import type { Settings } from '../../shared/model/settings.ts'

export const wayNames: Readonly<Record<WayIn, string>> = {
  localtunnel: 'localtunnel',
  ngrok: 'ngrok',
  own: 'My own address',
}

/** One honest line for each: the account, whether the address stays, who can read replies on the way. */
export const wayLines: Readonly<Record<WayIn, string>> = {
  localtunnel:
    'No account. A new address at each start. Its last leg is not encrypted: whoever runs the tunnel server, or listens on the way from it to here, can read replies.',
  ngrok:
    'A free account. The address stays. Encrypted up to this computer, but ngrok opens the encryption in between and can read replies.',
  own: 'An address of yours that you lead to this computer: a reverse proxy, a Cloudflare tunnel, Tailscale Funnel. It stays. Who can read replies is up to what you use.',
}

/** The host of an address, for a sentence. */
const hostOf = (address: string): string => address.replace(/^https?:\/\//, '').replace(/\/$/, '')

/** What the way in that is chosen means for privacy, said before a number is set up. */
export function wayMeaning({ way, tunnelHost, ownAddress }: Settings): string {
  switch (way) {
    case 'localtunnel':
      return `Replies come to this computer through the tunnel server ${hostOf(tunnelHost)}. Whoever runs it can read them on the way.`
    case 'ngrok':
      return 'Replies come to this computer through ngrok, which can read them on the way.'
    case 'own':
      return `Replies come to this computer through your own address ${hostOf(ownAddress)}. Whoever runs what leads it here may read them on the way.`
  }
}

/** What is in use now, where that is not what was chosen. */
export const standbyWords = (way: WayIn): string =>
  `${way === 'own' ? 'Your own address' : way} stands in now, because the way in that you chose is lost. Tern goes back to it once it has worked for ten minutes.`
