import { describe, expect, it, vi } from 'vitest'
import { hashPassword, requireStrongPassword, verifyPassword } from './passwords'

vi.unmock('node:crypto')
// Each password costs half a second of a processor that others use too.
vi.setConfig({ testTimeout: 60_000 })

const strong = 'seven wet otters sing'

describe('what is accepted as a password', () => {
  it.each([
    ['short', 'elevenchars', 'password-too-short'],
    ['eleven people of four bytes each', '👩'.repeat(11), 'password-too-short'],
    ['common, repeated', 'passwordpassword', 'password-too-common'],
    ['common, with digits', 'password123456789', 'password-too-common'],
    ['common, in capitals', 'PASSWORD12345678', 'password-too-common'],
    ['few characters', 'aaaaaaaabbbb', 'password-too-common'],
    ["the user's own name", 'annabella123456', 'password-too-common'],
    ['longer than is hashed', 'long otters '.repeat(30), 'too-large'],
  ])('refuses: %s', (_, password, code) => {
    expect(() => requireStrongPassword(password, 'Annabella')).toThrow(code)
  })

  it.each([strong, '七只湿漉漉的水獭在河边唱歌呢', 'Xk3!vQ9#mZ2$'])('accepts %s', (password) => {
    expect(() => requireStrongPassword(password, 'ann')).not.toThrow()
  })
})

describe('a hash', () => {
  it('says how it was made, is salted, and fits its password alone', async () => {
    const [first, second] = await Promise.all([hashPassword(strong), hashPassword(strong)])
    expect(first).toMatch(/^scrypt\$131072\$8\$1\$[\w-]{22}\$[\w-]{43}$/)
    expect(first).not.toBe(second)
    expect(await verifyPassword(strong, first)).toBe(true)
    expect(await verifyPassword(`${strong}!`, first)).toBe(false)
  })

  it('takes the same letters however they are composed', async () => {
    expect(
      await verifyPassword('cafe\u0301 au lait, toujours', await hashPassword('caf\u00e9 au lait, toujours')),
    ).toBe(true)
  })

  it('of nobody fits nothing', async () => {
    expect(await verifyPassword(strong, undefined)).toBe(false)
    expect(await verifyPassword(strong, null)).toBe(false)
  })
})
