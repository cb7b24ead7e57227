import ipaddr from 'ipaddr.js'

/** An address range in CIDR form, parsed. */
export type Range = [ipaddr.IPv4 | ipaddr.IPv6, number]

/**
 * Where targets may not lie unless a setting says otherwise: link-local (which holds the clouds' metadata services),
 * the metadata addresses outside it, multicast, broadcast and the unspecified address.
 */
export const defaultForbiddenRanges = [
  '169.254.0.0/16',
  'fe80::/10',
  'fd00:ec2::254/128',
  '100.100.100.200/32',
  '224.0.0.0/4',
  'ff00::/8',
  '255.255.255.255/32',
  '0.0.0.0/8',
  '::/128',
]

/** Parses CIDR ranges and single addresses. Throws an Error that names the first entry that is neither. */
export function parseRanges(entries: readonly string[]): Range[] {
  return entries.map((entry) => {
    try {
      if (entry.includes('/')) return ipaddr.parseCIDR(entry)
      const address = ipaddr.parse(entry)
      return [address, address.kind() === 'ipv4' ? 32 : 128] satisfies Range
    } catch {
      throw new Error(`“${entry}” is not an address range such as 10.0.0.0/8`)
    }
  })
}

/**
 * Whether a literal IPv4 or IPv6 address lies in one of the ranges. An IPv6 address that carries an IPv4 one (mapped,
 * compatible, NAT64, 6to4) also counts as that one: on some networks it leads there.
 */
export function liesIn(address: string, ranges: readonly Range[]): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  const meant = parsed instanceof ipaddr.IPv6 ? [parsed, ...carried(parsed)] : [parsed]
  return meant.some((one) => ranges.some(([base, bits]) => base.kind() === one.kind() && one.match(base, bits)))
}

/** The addresses that a literal one stands for, each in its one spelling: itself, and an IPv4 one that it carries. */
export function meantBy(address: string): string[] {
  if (!ipaddr.isValid(address)) return [address]
  const parsed = ipaddr.process(address)
  const inside = parsed instanceof ipaddr.IPv6 ? carried(parsed) : []
  return [...new Set([parsed, ...inside].map(String))]
}

/** Where the IPv4 address stands in each kind of IPv6 address that carries one. */
const carriers = [
  { prefix: ipaddr.parseCIDR('::ffff:0:0/96'), at: 12 },
  { prefix: ipaddr.parseCIDR('::ffff:0:0:0/96'), at: 12 },
  { prefix: ipaddr.parseCIDR('64:ff9b::/96'), at: 12 },
  { prefix: ipaddr.parseCIDR('2002::/16'), at: 2 },
]
const compatible = ipaddr.parseCIDR('::/96')

function carried(address: ipaddr.IPv6): ipaddr.IPv4[] {
  const bytes = address.toByteArray()
  const kinds = carriers.filter(({ prefix: [base, bits] }) => address.match(base, bits)).map(({ at }) => at)
  // ::1 and :: are addresses of their own, not 0.0.0.1 and 0.0.0.0.
  if (address.match(...compatible) && bytes.slice(12, 14).some((byte) => byte !== 0)) kinds.push(12)
  return kinds.map((at) => new ipaddr.IPv4(bytes.slice(at, at + 4)))
}

/** A range as {@link parseRanges} reads it. */
export function formatRange([address, bits]: Range): string {
  return `${address.toString()}/${bits}`
}
