'use server'

import { revalidatePath } from 'next/cache'
import { createPersonalToken, createServiceToken, type NewApiToken, revokeToken } from '@/core/identity/api-tokens'
import { type ActionResult, answer, idOf } from './action'
import { getPlatform } from './platform'
import { currentActor } from './request'

/** Makes a token for oneself; answers it, shown this once. */
export async function makePersonalToken(form: FormData): Promise<ActionResult<NewApiToken>> {
  return answer(async () => {
    const made = await createPersonalToken(getPlatform(), await currentActor(), wanted(form))
    revalidatePath('/profile')
    return made
  })
}

/** Makes a token for a program; answers it, shown this once. */
export async function makeServiceToken(form: FormData): Promise<ActionResult<NewApiToken>> {
  return answer(async () => {
    const input = { ...wanted(form), role: form.get('role') }
    const made = await createServiceToken(getPlatform(), await currentActor(), input)
    revalidatePath('/tokens')
    return made
  })
}

/** Ends a token at once. */
export async function revoke(id: string): Promise<ActionResult> {
  return answer(async () => {
    await revokeToken(getPlatform(), await currentActor(), idOf(id))
    revalidatePath('/profile')
    revalidatePath('/tokens')
    return null
  })
}

function wanted(form: FormData) {
  return { name: form.get('name'), scopes: form.getAll('scopes'), days: form.get('days') }
}
