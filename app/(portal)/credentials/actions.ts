'use server'

import { redirect } from 'next/navigation'
import { type ActionResult, answer, idOf } from '@/app/_lib/action'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { createCredential, deleteCredential, updateCredential } from '@/core/vault/credentials'

/** Only what the kind has: an empty field is no secret. */
function secretOf(form: FormData) {
  const text = (name: string) => {
    const value = form.get(name)
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  return { password: text('password'), privateKey: text('privateKey'), passphrase: text('passphrase') }
}

export async function createCredentialAction(form: FormData): Promise<ActionResult<{ id: string }>> {
  const actor = await currentActor()
  return answer(async () => {
    const input = { kind: form.get('kind'), name: form.get('name'), ...secretOf(form) }
    const { id } = await createCredential(getPlatform(), actor, input)
    return { id }
  })
}

export async function updateCredentialAction(id: string, form: FormData): Promise<ActionResult> {
  const actor = await currentActor()
  return answer(async () => {
    await updateCredential(getPlatform(), actor, idOf(id), { name: form.get('name'), ...secretOf(form) })
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
