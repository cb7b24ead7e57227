import { crc32 } from 'node:zlib'
import { newToken } from './tokens'

/** How tokens begin: so that secret scanners, and people, know them where they should not be. */
const beginnings = { personal: 'gthp_', service: 'gths_' } as const
export type TokenKind = keyof typeof beginnings
export const tokenKinds = ['personal', 'service'] as const satisfies readonly TokenKind[]

/** The beginning and four of the random characters: of 256 bits 24 are given away. */
const shownLength = 9
const form = /^gth[ps]_[\w-]{49}$/

/** A new token: its beginning, 256 random bits and a checksum of both, in base64url. */
export function newApiToken(kind: TokenKind): string {
  const body = `${beginnings[kind]}${newToken()}`
  return body + checksum(body)
}

/** Whether this was a token of ours when it was made. A typo is known at once, without asking the database. */
export function isApiToken(text: string): boolean {
  return form.test(text) && checksum(text.slice(0, -6)) === text.slice(-6)
}

/** The first characters of a token, by which lists name it. */
export function shownPrefix(token: string): string {
  return token.slice(0, shownLength)
}

/** CRC-32 in base64url: six characters. Against typos, not against forgers. */
function checksum(body: string): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(crc32(body))
  return bytes.toString('base64url')
}
