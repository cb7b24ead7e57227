'use server'

import { revalidatePath } from 'next/cache'
import { type ActionResult, answer, idOf } from '@/app/_lib/action'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { shownIn } from '@/app/_lib/shown'
import { renewRecoveryCodes, turnFactorOff } from '@/core/identity/enrolment'
import { changeOwnAddress, chooseTopics } from '@/core/identity/mail-profile'
import { confirmDevice, disownDevice } from '@/core/identity/own-devices'
import { removePasskey, renamePasskey } from '@/core/identity/passkeys'
import { changeOwnPassword } from '@/core/identity/user-passwords'
import { revokeOtherWebSessions, revokeWebSession } from '@/core/identity/web-sessions'
import { mailTopics } from '@/core/notices/mail-kinds'

export async function changePassword(form: FormData): Promise<ActionResult> {
  return answer(async () => {
    const input = { current: form.get('current'), password: form.get('password') }
    await changeOwnPassword(getPlatform(), await currentActor(), input)
    revalidatePath('/profile')
    return null
  })
}

/** Says where one's own mail goes. */
export async function changeEmail(form: FormData): Promise<ActionResult> {
  return answer(async () => {
    await changeOwnAddress(getPlatform(), await currentActor(), { email: form.get('email') })
    revalidatePath('/profile')
    return null
  })
}

/** Chooses which mail one gets: `topic`, once for each. */
export async function chooseMail(form: FormData): Promise<ActionResult> {
  return answer(async () => {
    const wanted = form.getAll('topic')
    const off = mailTopics.filter((topic) => !wanted.includes(topic))
    await chooseTopics(getPlatform(), await currentActor(), { off })
    revalidatePath('/profile')
    return null
  })
}

/** Signs one of one's browsers out. */
export async function revoke(id: string): Promise<ActionResult> {
  return answer(async () => {
    await revokeWebSession(getPlatform(), await currentActor(), idOf(id))
    revalidatePath('/profile')
    return null
  })
}

export async function revokeOthers(): Promise<ActionResult> {
  return answer(async () => {
    await revokeOtherWebSessions(getPlatform(), await currentActor())
    revalidatePath('/profile')
    return null
  })
}

/** Says that a new device is one's own. */
export async function confirm(id: string): Promise<ActionResult> {
  return answer(async () => {
    await confirmDevice(getPlatform(), await currentActor(), idOf(id))
    revalidatePath('/', 'layout')
    return null
  })
}

/** Signs a device out that is not one's own. */
export async function disown(id: string): Promise<ActionResult> {
  return answer(async () => {
    await disownDevice(getPlatform(), await currentActor(), idOf(id))
    revalidatePath('/', 'layout')
    return null
  })
}

/** Makes recovery codes anew; answers them, shown this once. */
export async function renewCodes(form: FormData): Promise<ActionResult<string[]>> {
  return answer(async () => {
    const codes = await renewRecoveryCodes(getPlatform(), await currentActor(), shownIn(form))
    revalidatePath('/profile')
    return codes
  })
}

/** Turns one's own authenticator app off. */
export async function turnOff(form: FormData): Promise<ActionResult> {
  return answer(async () => {
    await turnFactorOff(getPlatform(), await currentActor(), shownIn(form))
    revalidatePath('/profile')
    return null
  })
}

export async function renameKey(id: string, form: FormData): Promise<ActionResult> {
  return answer(async () => {
    await renamePasskey(getPlatform(), await currentActor(), idOf(id), { name: form.get('name') })
    revalidatePath('/profile')
    return null
  })
}

/** Removes one of one's own passkeys, after a proof. */
export async function removeKey(id: string, form: FormData): Promise<ActionResult> {
  return answer(async () => {
    await removePasskey(getPlatform(), await currentActor(), idOf(id), shownIn(form))
    revalidatePath('/profile')
    return null
  })
}
