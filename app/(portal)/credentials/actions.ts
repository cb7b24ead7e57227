'use server'

import { redirect } from 'next/navigation'
import { type ActionResult, answer, idOf } from '@/app/_lib/action'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { credentialOf } from '@/app/_lib/secret'
import { createCredential, deleteCredential, updateCredential } from '@/core/vault/credentials'

export async function createCredentialAction(form: FormData): Promise<ActionResult<{ id: string }>> {
  const actor = await currentActor()
  return answer(async () => {
    const { id } = await createCredential(getPlatform(), actor, credentialOf(form))
    return { id }
  })
}

export async function updateCredentialAction(id: string, form: FormData): Promise<ActionResult> {
  const actor = await currentActor()
  return answer(async () => {
    await updateCredential(getPlatform(), actor, idOf(id), credentialOf(form))
    return null
  })
}

export async function deleteCredentialAction(id: string): Promise<ActionResult> {
  const actor = await currentActor()
  return answer(async () => {
    await deleteCredential(getPlatform(), actor, idOf(id))
    redirect('/credentials')
  })
}
