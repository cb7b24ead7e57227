import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits, base64url: a web session's cookie, a one-time link. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** Whether this can be a token that {@link newToken} made. */
export function looksLikeToken(text: string): boolean {
  return /^[\w-]{43}$/.test(text)
}

/** What the database keeps of a token: looking it up by its hash leaks nothing by time. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
