import { createHmac, timingSafeEqual } from 'node:crypto'

/** What every authenticator app supports, and many nothing else: RFC 6238 with SHA-1, 30 seconds, six digits. */
const stepMs = 30_000
const digits = 6
/** Steps that a clock may be off, each way. */
const window = 1

/** RFC 4226 recommends a secret as long as the hash. */
export const totpSecretBytes = 20

/** The number of the time step that `now` (milliseconds) lies in. */
export function stepAt(now: number): number {
  return Math.floor(now / stepMs)
}

/** The code of a time step: HOTP (RFC 4226) with the step as its counter. */
export function totpCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = mac.readUInt8(mac.length - 1) & 0xf
  const number = (mac.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** digits
  return String(number).padStart(digits, '0')
}

/**
 * The newest time step around `now` whose code this is; null when it is none's. Every step is compared, in constant time,
 * so that how long it takes says nothing. Blanks, with which apps group the digits, don't count.
 */
export function matchingStep(secret: Uint8Array, code: string, now: number): number | null {
  const given = Buffer.from(code.replace(/\s/g, ''), 'utf8')
  if (given.length !== digits) return null
  let found: number | null = null
  for (let step = stepAt(now) - window; step <= stepAt(now) + window; step++) {
    if (timingSafeEqual(given, Buffer.from(totpCode(secret, step), 'utf8'))) found = step
  }
  return found
}

/** What the QR code says: `otpauth://totp/…`, as authenticator apps read it. `account` tells one entry from another. */
export function totpUri(secret: Uint8Array, issuer: string, account: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`
  const period = stepMs / 1000
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=${digits}&period=${period}`
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648's base32 without padding; bytes in multiples of five come out whole. */
export function base32(bytes: Uint8Array): string {
  let [text, bits, held] = ['', 0, 0]
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet[(held >>> bits) & 31]
    }
    held &= (1 << bits) - 1
  }
  return bits > 0 ? text + alphabet[(held << (5 - bits)) & 31] : text
}
