import type { IncomingMessage } from 'node:http'
import ipaddr from 'ipaddr.js'
import { liesIn, type Range } from '@/core/inventory/ranges'

/** The header in which the pages find the client's address; what a client sends under this name is overwritten. */
export const clientAddressHeader = 'x-gatehouse-client-address'

/**
 * The browser's address: the socket's peer, or, where that is a trusted proxy, the last address in X-Forwarded-For that
 * is no trusted proxy itself. A header from anyone else is not believed.
 */
export function clientAddress(request: Pick<IncomingMessage, 'socket' | 'headers'>, trusted: readonly Range[]): string {
  const peer = plain(request.socket.remoteAddress ?? '')
  if (!liesIn(peer, trusted)) return peer
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',')
  const hops = forwarded
    .split(',')
    .map((hop) => plain(hop.trim()))
    .filter((hop) => ipaddr.isValid(hop))
  return hops.findLast((hop) => !liesIn(hop, trusted)) ?? peer
}

/** IPv4-mapped IPv6 (`::ffff:192.0.2.1`) as the IPv4 it carries. */
function plain(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address
}
