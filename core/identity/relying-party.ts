import { isIP } from 'node:net'
import type { Config } from '../config'

/** Who passkeys are made for, and where browsers may use them. */
export interface RelyingParty {
  /** The host's name: a passkey works for it alone. */
  id: string
  /** The origins at which it works; the first is the one to send people to. */
  origins: string[]
}

/**
 * Under which name passkeys work here; null where they can't. Browsers offer them to https and to localhost, and take no IP
 * address as a name (Web Authentication Level 3, sections 5.4.2 and 13.4.9). A portal that is reached as http://127.0.0.1 has
 * localhost for another spelling, and there they work.
 */
export function relyingPartyOf({ origin, allowedOrigins }: Config): RelyingParty | null {
  const chosen = isAble(origin) ? origin : isLoopback(origin) ? allowedOrigins.find(isAble) : undefined
  if (!chosen) return null
  const id = new URL(chosen).hostname
  return { id, origins: [chosen, ...allowedOrigins.filter((one) => one !== chosen && new URL(one).hostname === id)] }
}

function isAble(origin: string): boolean {
  const { protocol, hostname } = new URL(origin)
  if (isIP(bare(hostname)) !== 0) return false
  return protocol === 'https:' || hostname === 'localhost' || hostname.endsWith('.localhost')
}

function isLoopback(origin: string): boolean {
  const host = bare(new URL(origin).hostname)
  return host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

/** An IPv6 address stands in brackets in a URL. */
const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '')
