'use server'

import { revalidatePath } from 'next/cache'
import { type ActionResult, answer, idOf } from '@/app/_lib/action'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { changeAddress } from '@/core/identity/mail-profile'
import { resetFactor } from '@/core/identity/recover'
import { newPasswordLink, sendPasswordLink } from '@/core/identity/user-passwords'
import { changeRole, createUser, deleteUser, disableUser, enableUser } from '@/core/identity/users'

/** Adds a user; answers the link that is shown this once, and where it was sent, if it was. */
export async function add(form: FormData): Promise<ActionResult<{ name: string; link: string; sentTo?: string }>> {
  return answer(async () => {
    const [name, email] = [String(form.get('name') ?? ''), String(form.get('email') ?? '')]
    const sendLink = form.get('sendLink') === 'on'
    const input = { name, role: form.get('role'), email, sendLink }
    const { link } = await createUser(getPlatform(), await currentActor(), input)
    revalidatePath('/users')
    return { name: name.trim(), link, ...(sendLink ? { sentTo: email.trim() } : {}) }
  })
}

/** Says where a user's mail goes. */
export async function setEmail(id: string, form: FormData): Promise<ActionResult> {
  return answer(async () => {
    await changeAddress(getPlatform(), await currentActor(), idOf(id), { email: form.get('email') })
    revalidatePath('/users', 'layout')
    return null
  })
}

export async function setRole(id: string, role: string): Promise<ActionResult> {
  return answer(async () => {
    await changeRole(getPlatform(), await currentActor(), idOf(id), role)
    revalidatePath('/users')
    return null
  })
}

/** Disables or enables a user. */
export async function setDisabled(id: string, disabled: boolean): Promise<ActionResult> {
  return answer(async () => {
    await (disabled ? disableUser : enableUser)(getPlatform(), await currentActor(), idOf(id))
    revalidatePath('/users')
    return null
  })
}

/** Makes another password link; answers it. */
export async function renewLink(id: string): Promise<ActionResult<string>> {
  return answer(async () => newPasswordLink(getPlatform(), await currentActor(), idOf(id)))
}

/** Sends a link like the one that was just shown by mail. */
export async function sendLink(id: string): Promise<ActionResult> {
  return answer(async () => {
    await sendPasswordLink(getPlatform(), await currentActor(), idOf(id))
    return null
  })
}

export async function remove(id: string): Promise<ActionResult> {
  return answer(async () => {
    await deleteUser(getPlatform(), await currentActor(), idOf(id))
    revalidatePath('/users')
    return null
  })
}

/** Takes the second factor of someone who lost it away. */
export async function resetSecondFactor(id: string): Promise<ActionResult> {
  return answer(async () => {
    await resetFactor(getPlatform(), await currentActor(), idOf(id))
    revalidatePath('/users')
    return null
  })
}
