/** Which IP addresses are of the public internet. For addresses that a stranger chose: everything else is refused. */
import ipaddr from 'ipaddr.js'

/**
 * Whether an IP address (as text, with or without a zone) is an ordinary public one. Not public: private, loopback,
 * link-local, multicast, reserved, documentation, and every form of IPv6 that carries an IPv4 address inside (mapped,
 * NAT64, 6to4, Teredo). What is no address at all is not public either.
 */
export function isPublicAddress(address: string): boolean {
  // Only the plain form of IPv4: shorter and octal ones are read in more than one way.
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  if (parsed.kind() === 'ipv4') return true
  // The whole of IPv6 that is given out as global unicast (IANA); the rest is not in use, or was put to other uses.
  return (parsed.toByteArray()[0] ?? 0) >> 5 === 1
}
