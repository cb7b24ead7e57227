import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { liesIn, parseRanges } from '@/core/inventory/ranges'
import { DialError } from './classify'

/**
 * The addresses to try, in order. Every address the name resolves to is checked at this moment, so a name that pointed
 * elsewhere when it was saved gains nothing. `resolved`: what the portal decided about, which isn't asked anew. Throws
 * DialError `dns-failed` or `address-forbidden`.
 */
export async function resolveTarget(
  address: string,
  forbidden: readonly string[],
  resolved?: readonly string[],
): Promise<string[]> {
  const found = resolved ? [...resolved] : isIP(address) ? [address] : await resolveName(address)
  if (found.length === 0) throw new DialError('dns-failed')
  const ranges = parseRanges(forbidden)
  const blocked = found.find((candidate) => liesIn(candidate, ranges))
  if (blocked) throw new DialError('address-forbidden', blocked)
  return found
}

async function resolveName(name: string): Promise<string[]> {
  try {
    const found = await lookup(name, { all: true, verbatim: true })
    return found.map((entry) => entry.address)
  } catch (error) {
    throw new DialError('dns-failed', error instanceof Error && 'code' in error ? String(error.code) : undefined)
  }
}
