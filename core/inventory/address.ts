import { domainToASCII } from 'node:url'
import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { GatehouseError } from '../errors'
import { liesIn, type Range } from './ranges'

const label = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/

/**
 * The one spelling of a target's address, so that two spellings are one host: IPv4 in dotted decimal, IPv6 as RFC 5952
 * (brackets removed, IPv4-mapped as the IPv4 it carries, a zone kept), a DNS name in lower-case ASCII without its last
 * dot. Undefined when it is none of them; forms that only some resolvers read (`010.1`, `0x7f.1`) are none.
 */
export function normalizeAddress(input: string): string | undefined {
  const text = input.trim().replace(/^\[(.*)\]$/, '$1')
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return text
  if (text.includes(':')) {
    if (!ipaddr.IPv6.isValid(text)) return undefined
    return ipaddr.process(text).toString()
  }
  return normalizeName(text)
}

function normalizeName(text: string): string | undefined {
  if (/[\s/@?#\\%]/.test(text)) return undefined
  // Names in other scripts become the form that DNS knows (IDNA); what can't be one becomes ''.
  const name = domainToASCII(text.replace(/\.$/, '')).toLowerCase()
  if (name === '' || name.length > 253) return undefined
  const labels = name.split('.')
  if (!labels.every((part) => label.test(part))) return undefined
  // A name whose last part is a number would be read as an address by some resolvers and as a name by others.
  if (/^(\d+|0x[0-9a-f]*)$/.test(labels[labels.length - 1] ?? '')) return undefined
  return name
}

/** An address in a form or a message: parsed to its one spelling. Message keys: `required`, `address-invalid`. */
export const addressSchema = z
  .string()
  .trim()
  .min(1, 'field:required')
  .max(253, 'field:address-invalid')
  .transform((value, context) => {
    const address = normalizeAddress(value)
    if (address !== undefined) return address
    context.addIssue({ code: 'custom', message: 'field:address-invalid' })
    return z.NEVER
  })

/** A port in a form or a message, as a number or its digits. Message key: `port-range`. */
export const portSchema = z
  .union([z.number(), z.string().trim().regex(/^\d+$/, 'field:port-range').transform(Number)], 'field:port-range')
  .pipe(z.number('field:port-range').int('field:port-range').min(1, 'field:port-range').max(65535, 'field:port-range'))

/**
 * Throws GatehouseError `address-forbidden` when a literal address lies in a forbidden range. A DNS name passes here:
 * what it resolves to is checked at the moment of connecting, for every path, by the function that dials.
 */
export function requireAddressAllowed(address: string, forbidden: readonly Range[]): void {
  if (liesIn(address, forbidden))
    throw new GatehouseError('address-forbidden', { address }, { address: 'address-forbidden' })
}
