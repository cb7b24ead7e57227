'use server'

import { revalidatePath } from 'next/cache'
import { type ActionResult, answer, idOf } from '@/app/_lib/action'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { resetFactor } from '@/core/identity/recover'
import { changeRole, createUser, deleteUser, disableUser, enableUser, newPasswordLink } from '@/core/identity/users'

/** Adds a user; answers the link that is shown this once. */
export async function add(form: FormData): Promise<ActionResult<{ name: string; link: string }>> {
  return answer(async () => {
    const name = String(form.get('name') ?? '')
    const { link } = await createUser(getPlatform(), await currentActor(), { name, role: form.get('role') })
    revalidatePath('/users')
    return { name: name.trim(), link }
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
