'use server'

import { redirect } from 'next/navigation'
import { askForOwnPasskey, askForPasskey } from '@/core/identity/passkey-proof'
import type { RequestOptions } from '@/core/identity/webauthn'
import { type ActionResult, answer } from './action'
import { getPlatform } from './platform'
import { currentBrowser, currentHolder } from './request'

/** What a passkey signs to sign in alone. For anyone: it says nothing about anybody. */
export async function askAlone(): Promise<ActionResult<RequestOptions>> {
  return answer(async () => askForPasskey(getPlatform(), 'sign-in', (await currentBrowser()).clientAddress))
}

/** What a passkey signs after the password. For anyone as well. */
export async function askSecond(): Promise<ActionResult<RequestOptions>> {
  return answer(async () => askForPasskey(getPlatform(), 'second-factor', (await currentBrowser()).clientAddress))
}

/** What one of one's own passkeys signs, to prove oneself. */
export async function askOwn(): Promise<ActionResult<RequestOptions>> {
  return answer(async () => {
    const holder = (await currentHolder()) ?? redirect('/sign-in')
    return askForOwnPasskey(getPlatform(), holder.actor)
  })
}
