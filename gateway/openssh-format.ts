import { type KeyObject, randomBytes } from 'node:crypto'

const magic = Buffer.from('openssh-key-v1\0', 'latin1')
const header = '-----BEGIN OPENSSH PRIVATE KEY-----'
const footer = '-----END OPENSSH PRIVATE KEY-----'

/** How often a key in OpenSSH's format stretches its passphrase; undefined when it has none or the text is no such key. */
export function kdfRounds(text: string): number | undefined {
  if (!text.startsWith(header)) return undefined
  const body = Buffer.from(text.slice(header.length).replace(/-----END[\s\S]*$/, ''), 'base64')
  try {
    let at = magic.length
    const next = () => {
      const length = body.readUInt32BE(at)
      const part = body.subarray(at + 4, at + 4 + length)
      at += 4 + length
      return part
    }
    next() // the cipher
    if (next().toString('latin1') === 'none') return undefined
    const options = next()
    return options.readUInt32BE(4 + options.readUInt32BE(0))
  } catch {
    return undefined
  }
}

/** Writes an Ed25519 key in OpenSSH's own format (PROTOCOL.key), without a passphrase: the only form ssh2 reads. */
export function writeOpenSshEd25519(key: KeyObject): string {
  const jwk = key.export({ format: 'jwk' })
  const seed = Buffer.from(jwk.d ?? '', 'base64url')
  const point = Buffer.from(jwk.x ?? '', 'base64url')
  const type = Buffer.from('ssh-ed25519', 'latin1')
  const check = randomBytes(4)
  const secret = Buffer.concat([check, check, field(type), field(point), field(Buffer.concat([seed, point])), field()])
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, index) => index + 1))
  const none = field(Buffer.from('none', 'latin1'))
  const count = Buffer.from([0, 0, 0, 1])
  const body = Buffer.concat([
    magic,
    none,
    none,
    field(),
    count,
    field(Buffer.concat([field(type), field(point)])),
    field(Buffer.concat([secret, padding])),
  ])
  return [header, ...(body.toString('base64').match(/.{1,70}/g) ?? []), footer, ''].join('\n')
}

/** RFC 4251's `string`: its length in four bytes, then itself. */
function field(bytes: Buffer = Buffer.alloc(0)): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}
