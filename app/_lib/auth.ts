import type { NextAuthOptions, RequestInternal } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { toGatehouseError } from '@/core/errors'
import { isSecure, webSessionCookieName } from '@/core/identity/cookie'
import { type Browser, type SignedIn, signIn, signInWithPasskey } from '@/core/identity/sign-in'
import { findWebSessionHolder, signOut } from '@/core/identity/web-sessions'
import { getPlatform } from './platform'

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
        authorize: (credentials, request) => entering(signIn(platform, credentials, browserOf(request))),
      }),
      Credentials({
        id: 'passkey',
        credentials: { passkey: {} },
        authorize: (credentials, request) => entering(signInWithPasskey(platform, credentials, browserOf(request))),
      }),
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

/** A sign-in as next-auth takes it: its words for a failure are all that reaches the page, as `error`. */
async function entering(attempt: Promise<SignedIn>) {
  try {
    const { token, actor } = await attempt
    return { id: actor.id, name: actor.name, webSessionToken: token }
  } catch (error) {
    const { code, params, cause } = toGatehouseError(error)
    if (code === 'internal') getPlatform().log.error({ err: cause }, 'a sign-in failed')
    const detail = params.seconds ?? params.methods
    throw new Error(detail === undefined ? code : `${code}:${detail}`)
  }
}

function browserOf({ headers }: Pick<RequestInternal, 'headers'>): Browser {
  return {
    clientAddress: String(headers?.['x-gatehouse-client-address'] ?? ''),
    userAgent: String(headers?.['user-agent'] ?? ''),
  }
}

function reasonOf(metadata: unknown): string {
  return metadata instanceof Error ? metadata.message : ''
}
