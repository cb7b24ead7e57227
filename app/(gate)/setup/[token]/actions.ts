'use server'

import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { type ActionResult, answer, idOf } from '@/app/_lib/action'
import { getPlatform } from '@/app/_lib/platform'
import { signInBrowser } from '@/app/_lib/request'
import { isSecure, webSessionCookieName } from '@/core/identity/cookie'
import { redeemLink } from '@/core/identity/one-time-links'

/** Sets the password behind a one-time link and signs in with it; who has a second factor goes on to the sign-in. */
export async function redeem(token: string, form: FormData): Promise<ActionResult> {
  return answer(async () => {
    const platform = getPlatform()
    const input = { name: form.get('name') ?? undefined, password: form.get('password') }
    const signedIn = await redeemLink(platform, idOf(token), input, await signInBrowser())
    if (!signedIn) redirect('/sign-in')
    const jar = await cookies()
    jar.set(webSessionCookieName(platform.config), signedIn.token, {
      httpOnly: true,
      sameSite: 'lax',
      path: '/',
      secure: isSecure(platform.config),
      maxAge: platform.config.webSessionMs / 1000,
    })
    redirect('/')
  })
}
