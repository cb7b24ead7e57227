import { expect, it } from 'vitest'
import { base32, matchingStep, stepAt, totpCode, totpUri } from './totp'

/** RFC 6238, appendix B: the secret of its SHA-1 vectors. */
const secret = Buffer.from('12345678901234567890', 'ascii')

it.each([
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
])('gives the code of RFC 6238 at %i seconds', (seconds, code) => {
  expect(totpCode(secret, stepAt(seconds * 1000))).toBe(code)
})

it('takes the code of this step and of one each side, and says which', () => {
  const now = 1_700_000_000_000
  const here = stepAt(now)
  for (const step of [here - 1, here, here + 1]) expect(matchingStep(secret, totpCode(secret, step), now)).toBe(step)
  for (const step of [here - 2, here + 2]) expect(matchingStep(secret, totpCode(secret, step), now)).toBeNull()
  const code = totpCode(secret, here)
  expect(matchingStep(secret, ` ${code.slice(0, 3)} ${code.slice(3)} `, now)).toBe(here)
})

it.each(['', '12345', '1234567', 'abcdef', '二二二二二二', '-12345', '1e5000'])('takes no %j for a code', (code) => {
  expect(matchingStep(secret, code, 1_700_000_000_000)).toBeNull()
})

// RFC 4648, section 10, without the padding.
it.each([
  ['', ''],
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
])('writes %j as %s', (text, encoded) => {
  expect(base32(Buffer.from(text))).toBe(encoded)
})

it('tells an app who it is for, whatever the name holds', () => {
  const uri = new URL(totpUri(secret, 'Gatehouse', 'Ann & Bo: 奥尔加@gate.example.com'))
  expect(decodeURIComponent(uri.pathname)).toBe('/Gatehouse:Ann & Bo: 奥尔加@gate.example.com')
  expect(Object.fromEntries(uri.searchParams)).toEqual({
    secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    issuer: 'Gatehouse',
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  })
})
