import type { Profile } from 'next-auth'
import type { OAuthConfig } from 'next-auth/providers/oauth'
import { GatehouseError, toGatehouseError } from '@/core/errors'
import { beginOidcAttempt, noteBadAnswer, signInWithOidc } from '@/core/identity/oidc'
import type { OidcConfig } from '@/core/identity/oidc-settings'
import type { Browser } from '@/core/identity/sign-in'
import { getPlatform } from './platform'

/** Its id in next-auth, and so in the address that the provider sends people back to: `/api/auth/callback/oidc`. */
export const oidcId = 'oidc'

/**
 * The identity provider as next-auth takes it: authorization code with PKCE; state and nonce are bound to the browser by
 * cookies, and the ID token is checked against the provider's keys.
 */
export function oidcProvider(oidc: OidcConfig): OAuthConfig<Profile> {
  return {
    id: oidcId,
    name: oidc.name,
    type: 'oauth',
    wellKnown: `${oidc.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    authorization: { params: { scope: oidc.scopes } },
    checks: ['pkce', 'state', 'nonce'],
    idToken: true,
    clientId: oidc.clientId,
    clientSecret: oidc.clientSecret,
    httpOptions: { timeout: 10_000 },
    userinfo: {
      // Many providers put groups here alone. What the signed token says comes first.
      async request({ client, tokens }) {
        const claims = tokens.id_token ? claimsOf(tokens.id_token) : {}
        const { userinfo_endpoint } = client.issuer.metadata
        const info = userinfo_endpoint && tokens.access_token ? await client.userinfo(tokens.access_token) : undefined
        if (info && info.sub !== claims.sub) throw new Error('the user info is about someone else')
        return { ...info, ...claims }
      },
    },
    // Who they are here is decided later, from all the claims.
    profile: (claims) => ({ id: String(claims.sub) }),
  }
}

/** Signs in whom next-auth has checked; true, with what the cookie needs put into `user`, or where to say why not. */
export async function admit(user: object, claims: unknown, browser: Browser): Promise<true | string> {
  const platform = getPlatform()
  try {
    const { token, actor } = await signInWithOidc(platform, claims, browser)
    Object.assign(user, { id: actor.id, name: actor.name, webSessionToken: token })
    return true
  } catch (error) {
    const known = toGatehouseError(error)
    if (known.code === 'internal') platform.log.error({ err: known.cause }, 'a sign-in through the provider failed')
    else platform.log.warn({ code: known.code, reason: known.cause }, 'a sign-in through the provider was refused')
    return refusalPage(known)
  }
}

/**
 * Has the provider's answer looked at by next-auth (`look`), within the limits of failed sign-ins. Whatever of it is no good
 * (another browser's, used already, changed, an error from the provider) ends on the sign-in page.
 */
export async function lookAtAnswer(url: URL, browser: Browser, look: () => Promise<Response>): Promise<Response> {
  const platform = getPlatform()
  try {
    await beginOidcAttempt(platform, browser)
    const answer = await look()
    if (!answer.headers.get('location')?.includes('/api/auth/error')) return answer
    await noteBadAnswer(platform, browser)
    throw new GatehouseError(url.searchParams.has('error') ? 'provider-refused' : 'provider-failed')
  } catch (error) {
    const known = toGatehouseError(error)
    if (known.code === 'internal') platform.log.error({ err: known.cause }, 'a sign-in through the provider failed')
    return new Response(null, { status: 302, headers: { Location: refusalPage(known) } })
  }
}

function refusalPage({ code, params }: GatehouseError): string {
  const error = code === 'sign-in-blocked' ? `${code}:${params.seconds}` : code
  return `${getPlatform().config.origin}/sign-in?error=${encodeURIComponent(error)}`
}

/** The claims of an ID token, whose signature next-auth has checked by now. */
function claimsOf(idToken: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString('utf8'))
}
