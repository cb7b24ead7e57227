import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import type { UserActor } from '@/core/actor'
import { toGatehouseError } from '@/core/errors'
import { webSessionCookieName } from '@/core/identity/cookie'
import type { Browser } from '@/core/identity/sign-in'
import { findWebSessionHolder, resolveWebSession, type WebSessionHolder } from '@/core/identity/web-sessions'
import { getPlatform } from './platform'

/** The browser behind this request. The portal (gateway/http/handler.ts) has set the address. */
export async function currentBrowser(): Promise<Browser> {
  const sent = await headers()
  return { clientAddress: sent.get('x-gatehouse-client-address') ?? '', userAgent: sent.get('user-agent') ?? '' }
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
