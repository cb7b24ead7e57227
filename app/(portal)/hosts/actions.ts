'use server'

import { redirect } from 'next/navigation'
import { type ActionResult, answer, idOf } from '@/app/_lib/action'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { importKnownHosts, placeOfHost, removeHostKey, replaceHostKeys } from '@/core/inventory/host-keys'
import { createHost, deleteHost, updateHost } from '@/core/inventory/hosts'

/** A form of texts as the core takes a host; what they hold is checked there. */
function hostOf(form: FormData) {
  const logins = form.getAll('login')
  const credentials = form.getAll('credentialId')
  const ids = form.getAll('accountId')
  return {
    name: form.get('name'),
    address: form.get('address'),
    port: form.get('port'),
    notes: form.get('notes'),
    encoding: form.get('encoding') ?? undefined,
    basedOn: form.get('basedOn') ?? undefined,
    tags: String(form.get('tags') ?? '')
      .split(/[\s,，、]+/)
      .filter(Boolean),
    accounts: logins.map((login, index) => ({
      id: ids[index] || undefined,
      login,
      credentialId: credentials[index] ?? null,
    })),
  }
}

export async function createHostAction(form: FormData): Promise<ActionResult<{ id: string }>> {
  const actor = await currentActor()
  return answer(() => createHost(getPlatform(), actor, hostOf(form)))
}

export async function updateHostAction(id: string, form: FormData): Promise<ActionResult<{ id: string }>> {
  const actor = await currentActor()
  return answer(async () => {
    await updateHost(getPlatform(), actor, idOf(id), hostOf(form))
    return { id }
  })
}

export async function deleteHostAction(id: string): Promise<ActionResult> {
  const actor = await currentActor()
  return answer(async () => {
    await deleteHost(getPlatform(), actor, idOf(id))
    redirect('/hosts')
  })
}

export async function importKeysAction(
  id: string,
  form: FormData,
): Promise<ActionResult<{ added: number; known: number; others: number }>> {
  const actor = await currentActor()
  return answer(async () => {
    const platform = getPlatform()
    return importKnownHosts(
      platform,
      actor,
      await placeOfHost(platform, idOf(id)),
      String(form.get('knownHosts') ?? ''),
    )
  })
}

export async function replaceKeysAction(id: string, form: FormData): Promise<ActionResult> {
  const actor = await currentActor()
  return answer(async () => {
    const platform = getPlatform()
    const input = { publicKey: form.get('publicKey'), reason: form.get('reason') }
    await replaceHostKeys(platform, actor, await placeOfHost(platform, idOf(id)), input)
    return null
  })
}

export async function removeKeyAction(id: string, keyId: string): Promise<ActionResult> {
  const actor = await currentActor()
  return answer(async () => {
    const platform = getPlatform()
    await removeHostKey(platform, actor, await placeOfHost(platform, idOf(id)), idOf(keyId))
    return null
  })
}
