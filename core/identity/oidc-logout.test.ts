import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, expect, it, vi } from 'vitest'
import { describeEachDatabase, type TestPlatform } from '../testing/platform'
import { signInWithOidc } from './oidc'
import { logOutByProvider, longestLogoutToken } from './oidc-logout'
import { resolveWebSession } from './web-sessions'

const own = await generateKeyPair('RS256')
const foreign = await generateKeyPair('RS256')

/** What a provider shows of itself: where its keys are, and the keys. */
const server = createServer(async (request, response) => {
  const keys = [{ ...(await exportJWK(own.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }]
  const document = { issuer, jwks_uri: `${issuer}/keys` }
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(request.url === '/keys' ? { keys } : document))
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // It listens on TCP.
afterAll(() => void server.close())

const event = 'http://schemas.openid.net/event/backchannel-logout'
const now = () => Math.floor(Date.now() / 1000)

/** A logout token as the provider makes one, with some of it changed; `undefined` takes a claim away. */
function tokenOf(claims: Record<string, unknown>, { key = own.privateKey, alg = 'RS256' } = {}): Promise<string> {
  const whole = {
    iss: issuer,
    aud: 'gatehouse',
    iat: now(),
    exp: now() + 120,
    jti: randomUUID(),
    events: { [event]: {} },
  }
  return new SignJWT({ ...whole, ...claims }).setProtectedHeader({ alg, kid: 'one', typ: 'logout+jwt' }).sign(key)
}

/** The provider's server; each test comes from an address of its own, as failures count by it. */
let address = 0
const said = (platform: TestPlatform, token: string, from = `192.0.2.${++address}`) =>
  logOutByProvider(platform, token, from)

describeEachDatabase(
  'a logout that the provider sends',
  (open) => {
    async function enter(sub: string, sid?: string) {
      const claims = { iss: issuer, sub, preferred_username: sub, ...(sid ? { sid } : {}) }
      const browser = { clientAddress: '192.0.2.200', userAgent: 'test', device: null }
      const { token, actor } = await signInWithOidc(open(), claims, browser)
      return { id: actor.webSessionId, isOpen: async () => (await resolveWebSession(open(), token, '')) !== null }
    }

    it('ends the web sessions of that session there, with what runs in them, and no others', async () => {
      const platform = open()
      const [here, there, unnamed] = [await enter('olga', 'one'), await enter('olga', 'two'), await enter('olga')]
      const other = await enter('eve', 'one of eve')
      const ending = vi.spyOn(platform.live, 'endWebSession')
      await said(platform, await tokenOf({ sid: 'one' }))
      expect([await here.isOpen(), await there.isOpen(), await unnamed.isOpen()]).toEqual([false, true, true])
      expect(ending.mock.calls).toEqual([[here.id]])
      await said(platform, await tokenOf({ sub: 'olga', sid: 'none of ours' }))
      // One of which the provider didn't name the session may be the one.
      expect([await there.isOpen(), await unnamed.isOpen()]).toEqual([true, false])
      await said(platform, await tokenOf({ sub: 'eve', sid: 'two' }))
      expect([await there.isOpen(), await other.isOpen()]).toEqual([true, true])
      ending.mockRestore()
    })

    it('ends all of a person’s by their subject, and says so in the audit log', async () => {
      const platform = open()
      const [first, second, other] = [await enter('max', 'a'), await enter('max', 'b'), await enter('moritz', 'c')]
      await said(platform, await tokenOf({ sub: 'max' }))
      expect([await first.isOpen(), await second.isOpen(), await other.isOpen()]).toEqual([false, false, true])
      const events = await platform.db.auditEvent.findMany({
        where: { action: 'user.provider-sign-out', targetName: 'max' },
      })
      expect(events.map(({ detail }) => JSON.parse(detail))).toEqual([
        { by: 'identity provider', addresses: ['192.0.2.200', '192.0.2.200'] },
      ])
      // Whom nobody knows here is nothing to complain of.
      await said(platform, await tokenOf({ sub: 'stranger' }))
    })

    it('counts once', async () => {
      const token = await tokenOf({ sub: 'nina' })
      await enter('nina')
      await said(open(), token)
      const back = await enter('nina')
      await expect(said(open(), token)).rejects.toMatchObject({ code: 'logout-token-invalid', cause: 'used' })
      expect(await back.isOpen()).toBe(true)
    })

    it.each<[string, Record<string, unknown>]>([
      ['of another issuer', { iss: 'https://evil.example' }],
      ['for another client', { aud: 'another' }],
      ['without an audience', { aud: undefined }],
      ['that is old', { iat: now() - 3600, exp: now() + 3600 }],
      ['of tomorrow', { iat: now() + 86_400 }],
      ['that has expired', { exp: now() - 3600 }],
      ['without a time', { iat: undefined }],
      ['without a name of its own', { jti: undefined }],
      ['that is an ID token', { events: undefined, nonce: 'n' }],
      ['with a nonce', { nonce: 'n' }],
      ['of another event', { events: { 'http://schemas.openid.net/event/other': {} } }],
      ['whose event is no object', { events: { [event]: 'yes' } }],
      ['that names nobody', { sub: undefined }],
    ])('counts for nothing %s', async (_, change) => {
      const session = await enter('paul', 'p')
      const token = await tokenOf({ sub: 'paul', ...change })
      await expect(said(open(), token)).rejects.toMatchObject({ code: 'logout-token-invalid' })
      expect(await session.isOpen()).toBe(true)
    })

    it('counts for nothing without the provider’s signature', async () => {
      const session = await enter('quinn', 'q')
      const secret = await tokenOf({ sub: 'quinn' }, { key: foreign.privateKey })
      const shared = await new SignJWT({ sub: 'quinn', jti: 'x', events: { [event]: {} } })
        .setProtectedHeader({ alg: 'HS256', kid: 'one' })
        .setIssuer(issuer)
        .setAudience('gatehouse')
        .setIssuedAt()
        .sign(new TextEncoder().encode('a secret of the two'))
      const [head, body] = (await tokenOf({ sub: 'quinn' })).split('.')
      const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`
      for (const token of [secret, shared, none, `${head}.${body}.`, 'no token', 'x'.repeat(longestLogoutToken + 1)]) {
        await expect(said(open(), token)).rejects.toMatchObject({ code: 'logout-token-invalid' })
      }
      expect(await session.isOpen()).toBe(true)
    })

    it('is not even looked at from an address that sent too many that were none', async () => {
      const [platform, from] = [open(), '198.51.100.7']
      const session = await enter('rosa')
      for (let count = 0; count < 20; count++) await said(platform, 'none', from).catch(() => {})
      const token = await tokenOf({ sub: 'rosa' })
      await expect(said(platform, token, from)).rejects.toMatchObject({ code: 'too-many-requests' })
      expect(await session.isOpen()).toBe(true)
      await said(platform, token)
      expect(await session.isOpen()).toBe(false)
    })
  },
  {
    GATEHOUSE_URL: 'https://gate.example.com',
    GATEHOUSE_OIDC_ISSUER: issuer,
    GATEHOUSE_OIDC_CLIENT_ID: 'gatehouse',
    GATEHOUSE_OIDC_CLIENT_SECRET: 'a secret of the two',
    GATEHOUSE_OIDC_DEFAULT_ROLE: 'operator',
  },
)
