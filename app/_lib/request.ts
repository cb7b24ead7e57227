import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import type { UserActor } from '@/core/actor'
import { webSessionCookieName } from '@/core/identity/cookie'
import type { Browser } from '@/core/identity/sign-in'
import { resolveWebSession } from '@/core/identity/web-sessions'
import { getPlatform } from './platform'

/** The browser behind this request. The portal (gateway/http/handler.ts) has set the address. */
export async function currentBrowser(): Promise<Browser> {
  const sent = await headers()
  return { clientAddress: sent.get('x-gatehouse-client-address') ?? '', userAgent: sent.get('user-agent') ?? '' }
}

/** Who is signed in, read from the database once a request; null for no one. */
export const currentActorOrNull = cache(async (): Promise<UserActor | null> => {
  const platform = getPlatform()
  const token = (await cookies()).get(webSessionCookieName(platform.config))?.value
  return token ? resolveWebSession(platform, token, (await currentBrowser()).clientAddress) : null
})

/** Who is signed in; anyone else is sent to the sign-in page. */
export async function currentActor(): Promise<UserActor> {
  return (await currentActorOrNull()) ?? redirect('/sign-in')
}
