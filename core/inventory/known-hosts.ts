import { createHmac, timingSafeEqual } from 'node:crypto'

/** A line of a known_hosts file that names this host. */
export interface KnownHostLine {
  /** Counted from 1, for messages. */
  line: number
  keyType: string
  publicKey: string
}

export interface KnownHosts {
  found: KnownHostLine[]
  /** Lines about other hosts. */
  others: number
  /** Lines that can't be used, by number: markers such as @cert-authority, wrong syntax. */
  unreadable: number[]
}

const maxLines = 2000

/**
 * Finds a host's keys in the text of a known_hosts file: plain names, patterns with `*`, `?` and `!`, `[name]:port` and
 * hashed names. A line without a name (`ssh-ed25519 AAAA…`, as `ssh-keyscan` and /etc/ssh/*.pub give it) counts as this host's.
 * Pure; the keys themselves are checked by the caller.
 */
export function parseKnownHosts(text: string, host: { address: string; port: number; name?: string }): KnownHosts {
  const result: KnownHosts = { found: [], others: 0, unreadable: [] }
  const names = [host.address, ...(host.name ? [host.name.toLowerCase()] : [])]
  const spellings = names.flatMap((name) => (host.port === 22 ? [name, `[${name}]:22`] : [`[${name}]:${host.port}`]))
  text
    .split(/\r?\n/)
    .slice(0, maxLines)
    .forEach((raw, index) => {
      const parts = raw.trim().split(/\s+/)
      if (parts[0] === '' || parts[0]?.startsWith('#')) return
      const [patterns, keyType, publicKey] = isKeyType(parts[0]) ? ['', ...parts] : parts
      if (patterns === undefined || patterns.startsWith('@') || !isKeyType(keyType) || !publicKey) {
        result.unreadable.push(index + 1)
      } else if (patterns === '' || matches(patterns, spellings)) {
        result.found.push({ line: index + 1, keyType, publicKey })
      } else {
        result.others++
      }
    })
  return result
}

function isKeyType(text: string | undefined): text is string {
  return text !== undefined && /^(ssh-|ecdsa-sha2-|sk-)[a-z0-9@.-]+$/.test(text)
}

function matches(patterns: string, spellings: readonly string[]): boolean {
  if (patterns.startsWith('|1|')) return spellings.some((name) => matchesHash(patterns, name))
  const list = patterns.toLowerCase().split(',')
  const refused = list.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1))
  const wanted = list.filter((pattern) => !pattern.startsWith('!'))
  return spellings.some(
    (name) => wanted.some((pattern) => glob(pattern, name)) && !refused.some((pattern) => glob(pattern, name)),
  )
}

/** `|1|salt|hash`: HMAC-SHA1 of the name, the way ssh-keygen -H writes it. */
function matchesHash(pattern: string, name: string): boolean {
  const [, , salt = '', hash = ''] = pattern.split('|')
  const expected = Buffer.from(hash, 'base64')
  const actual = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest()
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

/** Linear in pattern × name: a regular expression made of someone's pattern could take for ever. */
function glob(pattern: string, name: string): boolean {
  let states = new Set([0])
  for (const character of `${name}\0`) {
    const next = new Set<number>()
    for (let at of states) {
      while (pattern[at] === '*') {
        next.add(at)
        at++
      }
      if (character === '\0' ? at === pattern.length : pattern[at] === '?' || pattern[at] === character)
        next.add(at + 1)
    }
    if (character === '\0') return next.has(pattern.length + 1)
    states = next
  }
  return false
}
