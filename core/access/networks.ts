import ipaddr from 'ipaddr.js'
import type { Range } from '../inventory/ranges'

/**
 * Whether a client comes from one of these networks. Unlike the ranges that targets may not lie in, an IPv6 address counts
 * as the IPv4 one it carries only where the system itself writes it so (`::ffff:192.0.2.1`, RFC 4291 section 2.5.5.2): in
 * 6to4 and the like anybody may put any IPv4 address.
 */
export function isFrom(address: string, networks: readonly Range[]): boolean {
  // Written with dots, such as ::192.0.2.1, ipaddr.js takes other forms for the mapped one.
  if (!ipaddr.isValid(address) || /^(?!::ffff:).*:.*\./i.test(address)) return false
  const client = ipaddr.process(address)
  return networks.some(([base, bits]) => base.kind() === client.kind() && client.match(base, bits))
}
