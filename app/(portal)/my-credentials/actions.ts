'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { type ActionResult, answer, idOf } from '@/app/_lib/action'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { credentialOf } from '@/app/_lib/secret'
import { type OwnCredentialChoice, ownChoices } from '@/core/vault/own-credential-reads'
import {
  chooseOwnCredential,
  createOwnCredential,
  deleteOwnCredential,
  updateOwnCredential,
} from '@/core/vault/own-credentials'

export async function createOwnAction(form: FormData): Promise<ActionResult<{ id: string }>> {
  const actor = await currentActor()
  return answer(() => createOwnCredential(getPlatform(), actor, credentialOf(form)))
}

export async function updateOwnAction(id: string, form: FormData): Promise<ActionResult> {
  const actor = await currentActor()
  return answer(async () => {
    await updateOwnCredential(getPlatform(), actor, idOf(id), credentialOf(form))
    return null
  })
}

export async function deleteOwnAction(id: string): Promise<ActionResult> {
  const actor = await currentActor()
  return answer(async () => {
    await deleteOwnCredential(getPlatform(), actor, idOf(id))
    redirect('/my-credentials')
  })
}

/** Opens an account with one of one's own from now on; null: with what the account has. */
export async function chooseOwnAction(accountId: string, credentialId: string | null): Promise<ActionResult> {
  const actor = await currentActor()
  return answer(async () => {
    await chooseOwnCredential(getPlatform(), actor, idOf(accountId), credentialId === null ? null : idOf(credentialId))
    revalidatePath('/hosts')
    revalidatePath('/my-credentials')
    return null
  })
}

/** What one may choose from; nothing to whom it isn't open. */
export async function ownChoicesAction(): Promise<ActionResult<OwnCredentialChoice[]>> {
  const actor = await currentActor()
  return answer(async () => (await ownChoices(getPlatform(), actor, [])).credentials)
}
