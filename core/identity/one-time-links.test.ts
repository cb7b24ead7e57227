import { beforeAll, expect, it } from 'vitest'
import { addTestUser, describeEachDatabase } from '../testing/platform'
import { inspectLink, redeemLink } from './one-time-links'
import { signIn } from './sign-in'
import { newToken } from './tokens'
import { createUser } from './users'

const password = 'seven wet otters sing'
const browserAt = (clientAddress: string) => ({ clientAddress, userAgent: 'Firefox', device: null })

it('a link holds 256 bits, another 256 each time', () => {
  const tokens = Array.from({ length: 1000 }, newToken)
  expect(new Set(tokens).size).toBe(1000)
  for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  // Every bit is one about half of the time; six standard deviations are missed once in 500 million.
  const ones = tokens.flatMap((token) => [...Buffer.from(token, 'base64url')].map((byte) => byte.toString(2)))
  const share = ones.join('').replaceAll('0', '').length / (1000 * 256)
  expect(Math.abs(share - 0.5)).toBeLessThan(0.006)
})

describeEachDatabase('links that are guessed', (open) => {
  let token: string
  beforeAll(async () => {
    const ada = await addTestUser(open(), 'administrator')
    const { link } = await createUser(open(), ada, { name: 'Ines', role: 'operator' })
    token = link.split('/setup/')[1] ?? ''
  })
  const refusals = (clientAddress: string) =>
    open().db.auditEvent.count({ where: { action: 'link.refused', outcome: 'denied', clientAddress } })

  it('make their address wait, for the right one too, whichever way they are tried', async () => {
    const address = '192.0.2.66'
    for (let n = 0; n < 10; n++) {
      expect(await inspectLink(open(), newToken(), address)).toBeNull()
      await expect(redeemLink(open(), newToken(), { password }, browserAt(address))).rejects.toThrow('link-invalid')
    }
    await expect(inspectLink(open(), newToken(), address)).rejects.toMatchObject({ code: 'too-many-requests' })
    await expect(inspectLink(open(), token, address)).rejects.toMatchObject({ code: 'too-many-requests' })
    await expect(redeemLink(open(), token, { password }, browserAt(address))).rejects.toThrow('too-many-requests')
    expect(await refusals(address)).toBe(20)
  })

  it('sent all at once are no more than one by one', async () => {
    const address = '192.0.2.67'
    const tries = await Promise.allSettled(Array.from({ length: 40 }, () => inspectLink(open(), newToken(), address)))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(20)
  })

  it('hinder nobody elsewhere, nor the sign-in, and a good link counts for nothing', async () => {
    const elsewhere = '192.0.2.68'
    for (let n = 0; n < 30; n++) expect(await inspectLink(open(), token, elsewhere)).toMatchObject({ userName: 'Ines' })
    expect(await redeemLink(open(), token, { password }, browserAt(elsewhere))).toMatchObject({
      actor: { name: 'Ines' },
    })
    expect(await signIn(open(), { name: 'Ines', password }, browserAt('192.0.2.66'))).toMatchObject({
      actor: { name: 'Ines' },
    })
    expect(await refusals(elsewhere)).toBe(0)
  })

  it('are cut to a length, and what is none is none', async () => {
    for (const odd of [
      '',
      '..',
      '%00',
      '\0',
      token.slice(0, -1),
      `${token}x`,
      token.toUpperCase(),
      'x'.repeat(100_000),
    ]) {
      expect(await inspectLink(open(), odd, '192.0.2.69'), odd.slice(0, 50)).toBeNull()
    }
  })
})
