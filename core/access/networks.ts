import ipaddr from 'ipaddr.js'
import type { Range } from '../inventory/ranges'

/**
 * Whether a client comes from one of these networks. Unlike the ranges that targets may not lie in, an IPv6 address counts
 * as the IPv4 one it carries only where the system itself writes it so (`::ffff:192.0.2.1`, RFC 4291 section 2.5.5.2): in
 * 6to4 and the like anybody may put any IPv4 address.
 */
export function isFrom(address: string, networks: readonly Range[]): boolean {
  const client = addressOf(address)
  return client !== null && networks.some(([base, bits]) => base.kind() === client.kind() && client.match(base, bits))
}

type Address = ReturnType<typeof ipaddr.process>

/** One decision asks for the same address at each of its grants. */
let last: { written: string; address: Address | null } = { written: '', address: null }

/** Null when it is none. */
function addressOf(written: string): Address | null {
  if (last.written !== written) last = { written, address: parse(written) }
  return last.address
}

function parse(written: string): Address | null {
  // Written with dots, such as ::192.0.2.1, ipaddr.js takes other forms for the mapped one.
  if (!ipaddr.isValid(written) || /^(?!::ffff:).*:.*\./i.test(written)) return null
  return ipaddr.process(written)
}
