import type { NextAuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { toGatehouseError } from '@/core/errors'
import { isSecure, webSessionCookieName } from '@/core/identity/cookie'
import { type Browser, signIn } from '@/core/identity/sign-in'
import { findWebSessionHolder, signOut } from '@/core/identity/web-sessions'
import { admit, oidcId, oidcProvider } from './oidc'
import { getPlatform } from './platform'

/**
 * next-auth with its token replaced: the cookie holds the web session's opaque token and nothing else, and each decoding
 * reads the row, so that a revoked session ends at the next request. `browser` is who asks: next-auth's callbacks don't say.
 */
export function authOptions(browser: Browser): NextAuthOptions {
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
        credentials: { name: {}, password: {}, code: {} },
        async authorize(credentials) {
          try {
            const { token, actor } = await signIn(platform, credentials, browser)
            return { id: actor.id, name: actor.name, webSessionToken: token }
          } catch (error) {
            const { code, params, cause } = toGatehouseError(error)
            if (code === 'internal') platform.log.error({ err: cause }, 'a sign-in failed')
            // next-auth hands the message to the page as `error`.
            throw new Error(code === 'sign-in-blocked' ? `${code}:${params.seconds}` : code)
          }
        },
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
      signIn: ({ user, account, profile }) => account?.provider !== oidcId || admit(user, profile, browser),
      jwt: ({ token, user }) => (user ? { ...token, webSessionToken: Reflect.get(user, 'webSessionToken') } : token),
      // What the browser may read of its session: the name, and nothing that opens a door.
      session: ({ session, token }) => ({ expires: session.expires, user: { name: token.name } }),
      redirect: ({ url }) => (url.startsWith('/') ? `${config.origin}${url}` : config.origin),
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

/** What went wrong, without the values that were compared: some are good for one sign-in more. */
function reasonOf(metadata: unknown): string {
  const error = metadata instanceof Error ? metadata : Reflect.get(Object(metadata), 'error')
  return error instanceof Error ? (error.message.split(/,|: /)[0] ?? '') : ''
}
