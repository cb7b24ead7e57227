import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import Provider from 'oidc-provider'
import { freePort } from './ports'

export const client = { id: 'gatehouse', secret: `client secret ${randomBytes(9).toString('hex')}` }

/** What the provider says of someone at their next sign-in. */
export type Account = Record<string, unknown>

/** A real OpenID provider on loopback: it asks who one is, and believes it. */
export class IdentityProvider {
  /** By subject. */
  readonly accounts = new Map<string, Account>()
  private readonly server = createServer((request, response) => void this.answer(request, response))

  private constructor(
    readonly issuer: string,
    private readonly provider: Provider,
  ) {}

  /** Starts one that sends people back to the Gatehouse at this origin. */
  static async start(origin: string): Promise<IdentityProvider> {
    const port = await freePort()
    // Another host name than Gatehouse's, so that the two share no cookies.
    const issuer = `http://localhost:${port}`
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const key = { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'one' }
    const self: IdentityProvider = new IdentityProvider(
      issuer,
      new Provider(issuer, {
        clients: [
          {
            client_id: client.id,
            client_secret: client.secret,
            redirect_uris: [`${origin}/api/auth/callback/oidc`],
            backchannel_logout_uri: `${origin}/api/auth/backchannel-logout`,
            backchannel_logout_session_required: true,
            grant_types: ['authorization_code'],
            response_types: ['code'],
          },
        ],
        claims: { openid: ['sub'], profile: ['preferred_username', 'groups'] },
        cookies: { keys: [randomBytes(16).toString('hex')] },
        // The library's own type wants less than a JWK has.
        jwks: { keys: [key as never] },
        pkce: { required: () => true },
        ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 3600, IdToken: 600, Interaction: 600, Session: 3600 },
        features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
        interactions: { url: (_, { uid }) => `/interaction/${uid}` },
        findAccount: (_, sub) => ({
          accountId: sub,
          claims: () => ({ sub, preferred_username: sub, ...self.accounts.get(sub) }),
        }),
        // Nobody is asked for consent.
        async loadExistingGrant({ oidc }) {
          const grant = new oidc.provider.Grant({
            clientId: oidc.client?.clientId ?? '',
            accountId: oidc.session?.accountId ?? '',
          })
          grant.addOIDCScope('openid profile')
          await grant.save()
          return grant
        },
      }),
    )
    await new Promise<void>((resolve) => self.server.listen(port, 'localhost', resolve))
    return self
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!request.url?.startsWith('/interaction/')) return this.provider.callback()(request, response)
    if (request.method !== 'POST') {
      response.setHeader('content-type', 'text/html')
      response.end(`<!doctype html><title>Who are you?</title><form method="post">
        <label>Account <input name="account"></label> <button>Continue</button>
        <button name="cancel" value="yes">Cancel</button></form>`)
      return
    }
    const form = new URLSearchParams(await text(request))
    await this.provider.interactionFinished(
      request,
      response,
      form.get('cancel')
        ? { error: 'access_denied', error_description: 'cancelled' }
        : { login: { accountId: form.get('account') ?? '' } },
    )
  }
}
