'use server'

import { redirect } from 'next/navigation'
import type { UserActor } from '@/core/actor'
import { beginEnrolment, confirmEnrolment, type Enrolment } from '@/core/identity/enrolment'
import { type ActionResult, answer } from './action'
import { getPlatform } from './platform'
import { qrPicture } from './qr'
import { currentHolder } from './request'

/** Begins to set up a second factor, after the password; answers what the authenticator app needs. */
export async function beginFactor(form: FormData): Promise<ActionResult<Enrolment & { picture: string }>> {
  return answer(async () => {
    const begun = await beginEnrolment(getPlatform(), await holder(), { password: form.get('password') })
    return { ...begun, picture: qrPicture(begun.uri) }
  })
}

/** Ends it with a code of the app; answers the recovery codes, which are shown this once. The page stays as it is meanwhile. */
export async function confirmFactor(form: FormData): Promise<ActionResult<string[]>> {
  return answer(async () => confirmEnrolment(getPlatform(), await holder(), { code: form.get('code') }))
}

/** These two are what someone who must set a factor up may do. */
async function holder(): Promise<UserActor> {
  return (await currentHolder())?.actor ?? redirect('/sign-in')
}
