import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { dictionary } from '@zxcvbn-ts/language-common'
import { GatehouseError } from '../errors'

export const minPasswordLength = 12
export const maxPasswordLength = 256

/** OWASP, Password Storage Cheat Sheet: scrypt with N=2^17, r=8, p=1. Each hash takes 128 MiB while it runs. */
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 192 * 1024 * 1024 } satisfies ScryptOptions
const keyBytes = 32
const saltBytes = 16

/** Hashes run two at a time: 128 MiB each. Whoever finds this many waiting is turned away. */
const mostAtOnce = 2
const mostWaiting = 64

const common = new Set(dictionary['passwords-common'].map((word) => String(word)))

/** Throws `password-too-short`, `too-large` or `password-too-common` (also for a common one repeated or with digits added). */
export function requireStrongPassword(password: string, userName: string): void {
  if ([...password].length < minPasswordLength) {
    throw new GatehouseError('password-too-short', { min: minPasswordLength }, { password: 'password-too-short' })
  }
  if (password.length > maxPasswordLength) throw new GatehouseError('too-large', { limit: maxPasswordLength })
  if (isCommon(password.normalize('NFKC').toLowerCase(), userName.toLowerCase())) {
    throw new GatehouseError('password-too-common', {}, { password: 'password-too-common' })
  }
}

function isCommon(password: string, userName: string): boolean {
  const bare = password.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  const unit = /^(.+?)\1+$/u.exec(password)?.[1]
  const guesses = [password, bare, unit ?? '', unit?.replace(/[^\p{L}]+$/u, '') ?? '']
  if (guesses.some((guess) => guess !== '' && common.has(guess))) return true
  if (new Set(password).size < 5) return true
  return userName.length >= 3 && bare.replaceAll(userName, '').length < 4
}

/** `scrypt$N$r$p$salt$key`, the last two in base64url. Takes about half a second of another thread. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes)
  const key = await derive(password, salt)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

/** A hash that no password has: verifying against it costs what verifying against a real one costs. */
const nobody = `scrypt$${cost.N}$${cost.r}$${cost.p}$${Buffer.alloc(saltBytes).toString('base64url')}$${Buffer.alloc(keyBytes).toString('base64url')}`

/** Whether the password is the one. Costs the same for a user who doesn't exist (`undefined`). */
export async function verifyPassword(password: string, hash: string | null | undefined): Promise<boolean> {
  const [, , , , salt = '', key = ''] = (hash ?? nobody).split('$')
  const expected = Buffer.from(key, 'base64url')
  const derived = await derive(password.slice(0, maxPasswordLength), Buffer.from(salt, 'base64url'))
  return timingSafeEqual(derived, expected.length === keyBytes ? expected : Buffer.alloc(keyBytes)) && Boolean(hash)
}

let running = 0
const waiting: (() => void)[] = []

async function derive(password: string, salt: Buffer): Promise<Buffer> {
  if (running >= mostAtOnce) {
    if (waiting.length >= mostWaiting)
      throw new GatehouseError('limit-reached', { what: 'sign-ins', limit: mostWaiting })
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else {
    running += 1
  }
  try {
    return await new Promise<Buffer>((resolve, reject) =>
      scrypt(password.normalize('NFKC'), salt, keyBytes, cost, (error, key) => (error ? reject(error) : resolve(key))),
    )
  } finally {
    // The place goes straight to who waits longest: freed first, a newcomer could take it as well.
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}
