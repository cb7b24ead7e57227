'use server'

import { redirect } from 'next/navigation'
import type { UserActor } from '@/core/actor'
import { beginEnrolment, confirmEnrolment, type Enrolment } from '@/core/identity/enrolment'
import { beginPasskey, confirmPasskey } from '@/core/identity/passkeys'
import type { CreationOptions } from '@/core/identity/webauthn'
import { type ActionResult, answer } from './action'
import { getPlatform } from './platform'
import { qrPicture } from './qr'
import { currentHolder } from './request'
import { shownIn } from './shown'

/** Begins to set up an authenticator app, after a proof; answers what it needs. */
export async function beginFactor(form: FormData): Promise<ActionResult<Enrolment & { picture: string }>> {
  return answer(async () => {
    const begun = await beginEnrolment(getPlatform(), await holder(), shownIn(form))
    return { ...begun, picture: qrPicture(begun.uri) }
  })
}

/** Ends it with a code of the app; answers the recovery codes, which are shown this once. The page stays as it is meanwhile. */
export async function confirmFactor(form: FormData): Promise<ActionResult<string[]>> {
  return answer(async () => confirmEnrolment(getPlatform(), await holder(), { code: form.get('code') }))
}

/** Begins to add a passkey, after a proof; answers what the browser asks the device for. */
export async function beginKey(form: FormData): Promise<ActionResult<CreationOptions>> {
  return answer(async () => beginPasskey(getPlatform(), await holder(), shownIn(form)))
}

/** Adds the passkey that the device made; answers recovery codes as {@link confirmFactor} does. */
export async function confirmKey(name: string, passkey: string): Promise<ActionResult<string[]>> {
  return answer(async () => confirmPasskey(getPlatform(), await holder(), { name, passkey }))
}

/** These four are what someone who must set a factor up may do. */
async function holder(): Promise<UserActor> {
  return (await currentHolder())?.actor ?? redirect('/sign-in')
}
