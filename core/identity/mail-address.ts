import { domainToASCII } from 'node:url'
import { z } from 'zod'

/** RFC 5321 section 4.5.3.1: 64 octets before the @, and a path of 256 with its brackets. */
const longestLocal = 64
const longest = 254
/** RFC 5322's dot-atom: nothing that could end a header or begin another, and no quoting. */
const local = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/
const domainName = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/

/**
 * Pure: an address as it is stored, its domain in lower case and, with letters beyond ASCII, in the form that DNS knows (`xn--`).
 * The part before the @ stays as typed: only its own server knows whether case counts. Null for what is no address.
 */
export function normalMailAddress(text: string): string | null {
  const trimmed = text.trim()
  const at = trimmed.lastIndexOf('@')
  const [name, host] = [trimmed.slice(0, at), trimmed.slice(at + 1)]
  if (at < 1 || name.length > longestLocal || !local.test(name) || host.length > 253) return null
  // A number would be read as an IPv4 address, and what is left of a URL's host as the host.
  if (/[\s/?#:@\\[\]]/.test(host)) return null
  const domain = domainToASCII(host).toLowerCase()
  if (!domainName.test(domain) || /^[\d.]+$/.test(domain)) return null
  const address = `${name}@${domain}`
  return address.length <= longest ? address : null
}

/** From a form: an address, or null for none. Key: `mail-invalid`. */
export const mailAddressSchema = z.preprocess(
  (value) => (value === undefined || (typeof value === 'string' && value.trim() === '') ? null : value),
  z
    .string()
    .max(1000, 'field:mail-invalid')
    .transform((value, context) => {
      const address = normalMailAddress(value)
      if (address !== null) return address
      context.addIssue({ code: 'custom', message: 'field:mail-invalid' })
      return z.NEVER
    })
    .nullable(),
)

/** Pure: `gate@example.com` or `Gatehouse <gate@example.com>`; null for anything else. */
export function parseMailbox(text: string): { name: string; address: string } | null {
  const [, name = '', inside] = /^([^<>"\p{Cc}]{0,100})<([^<>]+)>$/u.exec(text.trim()) ?? []
  const address = normalMailAddress(inside ?? text)
  return address === null ? null : { name: name.trim() || 'Gatehouse', address }
}
