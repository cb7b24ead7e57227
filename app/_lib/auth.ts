import type { NextAuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { toGatehouseError } from '@/core/errors'
import type { Browser } from '@/core/identity/browser'
import { isSecure, webSessionCookieName } from '@/core/identity/cookie'
import { type SignedIn, signIn, signInWithPasskey } from '@/core/identity/sign-in'
import { findWebSessionHolder, signOut } from '@/core/identity/web-sessions'
import { admit, oidcId, oidcProvider } from './oidc'
import { getPlatform } from './platform'
import { signInBrowser } from './request'

/**
 * next-auth with its token replaced: the cookie holds the web session's opaque token and nothing else, and each decoding
 * reads the row, so that a revoked session ends at the next request.
 */
export function authOptions(): NextAuthOptions {
  const platform = getPlatform()
  const { config } = platform
  const secure = isSecure(config)
  return {
    secret: process.env.NEXTAUTH_SECRET,
    useSecureCookies: secure,
    pages: { signIn: '/sign-in', error: '/sign-in' },
    session: { strategy: 'jwt', maxAge: config.webSessionMs / 1000 },
    cookies: {
      sessionToken: {
        name: webSessionCookieName(config),
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure },
      },
    },
    providers: [
      Credentials({
        credentials: { name: {}, password: {}, code: {}, passkey: {} },
        authorize: (credentials) => entering((browser) => signIn(platform, credentials, browser)),
      }),
      Credentials({
        id: 'passkey',
        credentials: { passkey: {} },
        authorize: (credentials) => entering((browser) => signInWithPasskey(platform, credentials, browser)),
      }),
      ...(config.oidc ? [oidcProvider(config.oidc)] : []),
    ],
    jwt: {
      encode: async ({ token }) => String(token?.webSessionToken ?? ''),
      decode: async ({ token }) => {
        // Someone who must set up a second factor first may sign out as well.
        const holder = token ? await findWebSessionHolder(platform, token, '') : null
        return holder ? { sub: holder.actor.id, name: holder.actor.name, webSessionToken: token } : null
      },
    },
    callbacks: {
      signIn: ({ user, account, profile }) => account?.provider !== oidcId || admit(user, profile),
      jwt: ({ token, user }) => (user ? { ...token, webSessionToken: Reflect.get(user, 'webSessionToken') } : token),
      // What the browser may read of its session: the name, and nothing that opens a door.
      session: ({ session, token }) => ({ expires: session.expires, user: { name: token.name } }),
      redirect: ({ url }) => pageOfOurs(url, config.origin),
    },
    events: {
      async signOut({ token }) {
        const holder = token?.webSessionToken
          ? await findWebSessionHolder(platform, String(token.webSessionToken), '')
          : null
        if (holder) await signOut(platform, holder.actor)
      },
    },
    logger: {
      error: (code, metadata) => platform.log.warn({ code, reason: reasonOf(metadata) }, 'next-auth'),
      warn: () => {},
      debug: () => {},
    },
  }
}

/** Where a sign-in leads: what was asked for if it is a page of ours, as a path or in full, as next-auth's cookie has it. */
function pageOfOurs(url: string, origin: string): string {
  const target = URL.canParse(url, origin) ? new URL(url, origin) : undefined
  return target?.origin === origin ? target.href : origin
}

/** A sign-in as next-auth takes it: its words for a failure are all that reaches the page, as `error`. */
async function entering(attempt: (browser: Browser) => Promise<SignedIn>) {
  try {
    const { token, actor } = await attempt(await signInBrowser())
    return { id: actor.id, name: actor.name, webSessionToken: token }
  } catch (error) {
    const { code, params, cause } = toGatehouseError(error)
    if (code === 'internal') getPlatform().log.error({ err: cause }, 'a sign-in failed')
    const detail = params.seconds ?? params.methods
    throw new Error(detail === undefined ? code : `${code}:${detail}`)
  }
}

/** What went wrong, without the values that were compared: some are good for one sign-in more. */
function reasonOf(metadata: unknown): string {
  const error = metadata instanceof Error ? metadata : Reflect.get(Object(metadata), 'error')
  return error instanceof Error ? (error.message.split(/,|: /)[0] ?? '') : ''
}
