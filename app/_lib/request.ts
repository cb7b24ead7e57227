import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import type { UserActor } from '@/core/actor'
import { toGatehouseError } from '@/core/errors'
import type { Browser } from '@/core/identity/browser'
import { deviceCookieName, isSecure, webSessionCookieName } from '@/core/identity/cookie'
import { looksLikeToken, newToken } from '@/core/identity/tokens'
import { findWebSessionHolder, resolveWebSession, type WebSessionHolder } from '@/core/identity/web-sessions'
import { getPlatform } from './platform'

/** The browser behind this request. The portal (gateway/http/handler.ts) has set the address. */
export async function currentBrowser(): Promise<Omit<Browser, 'device'>> {
  const sent = await headers()
  return { clientAddress: sent.get('x-gatehouse-client-address') ?? '', userAgent: sent.get('user-agent') ?? '' }
}

/** Browsers keep no cookie for longer (RFC 6265bis section 5.5). */
const deviceCookieSeconds = 400 * 86_400

/**
 * The browser that signs in now, known by its device cookie; one that has none is given one. For every way in, and for
 * actions and routes alone: a page can't set cookies.
 */
export async function signInBrowser(): Promise<Browser> {
  const { config } = getPlatform()
  const [jar, browser] = await Promise.all([cookies(), currentBrowser()])
  const name = deviceCookieName(config)
  const held = jar.get(name)?.value ?? ''
  const device = looksLikeToken(held) ? held : newToken()
  const secure = isSecure(config)
  jar.set(name, device, { httpOnly: true, sameSite: 'lax', path: '/', secure, maxAge: deviceCookieSeconds })
  return { ...browser, device }
}

/**
 * Who is signed in, read from the database once a request; null for no one. Throws `enrolment-required` for someone who must
 * set up a second factor first.
 */
export const currentActorOrNull = cache(async (): Promise<UserActor | null> => {
  const token = await webSessionToken()
  return token ? resolveWebSession(getPlatform(), token, (await currentBrowser()).clientAddress) : null
})

/** Who is signed in; anyone else is sent to the sign-in page, or to where a second factor is set up. */
export async function currentActor(): Promise<UserActor> {
  const actor = await currentActorOrNull().catch((error: unknown) => {
    if (toGatehouseError(error).code === 'enrolment-required') redirect('/enrol')
    throw error
  })
  return actor ?? redirect('/sign-in')
}

/**
 * Whose web session it is, whether or not they may do anything yet: for the sign-in page and for setting up a second factor,
 * and for nothing else.
 */
export async function currentHolder(): Promise<WebSessionHolder | null> {
  const token = await webSessionToken()
  return token ? findWebSessionHolder(getPlatform(), token, (await currentBrowser()).clientAddress) : null
}

async function webSessionToken(): Promise<string | undefined> {
  return (await cookies()).get(webSessionCookieName(getPlatform().config))?.value
}
