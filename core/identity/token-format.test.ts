import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isApiToken, newApiToken, shownPrefix } from './token-format'

describe('a token', () => {
  it('says of which kind it is, is another each time, and is known by its checksum', () => {
    const [personal, service] = [newApiToken('personal'), newApiToken('service')]
    expect(personal).toMatch(/^gthp_[\w-]{49}$/)
    expect(service).toMatch(/^gths_[\w-]{49}$/)
    expect(newApiToken('personal')).not.toBe(personal)
    expect(isApiToken(personal)).toBe(true)
    expect(isApiToken(service)).toBe(true)
    expect(shownPrefix(personal)).toBe(personal.slice(0, 9))
  })

  it('with a character changed, cut off or added is none', () => {
    const token = newApiToken('personal')
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...'abcXYZ019-_ \n'), (at, character) => {
        fc.pre(token[at] !== character)
        return !isApiToken(token.slice(0, at) + character + token.slice(at + 1))
      }),
    )
    for (const other of ['', 'gthp_', token.slice(0, -1), `${token}a`, `${token}\n`, token.replace('gthp', 'gths')]) {
      expect(isApiToken(other), JSON.stringify(other)).toBe(false)
    }
  })
})
