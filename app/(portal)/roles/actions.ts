'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { type ActionResult, answer, idOf } from '@/app/_lib/action'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { createRole, deleteRole, updateRole } from '@/core/identity/roles'

function roleOf(form: FormData) {
  return {
    name: form.get('name'),
    description: form.get('description') ?? undefined,
    permissions: form.getAll('permissions'),
    secondFactor: form.has('secondFactor'),
  }
}

/** Makes a custom role; answers its id. */
export async function createRoleAction(form: FormData): Promise<ActionResult<{ id: string }>> {
  const actor = await currentActor()
  return answer(() => createRole(getPlatform(), actor, roleOf(form)))
}

/** Changes a custom role, for everyone who has it. */
export async function updateRoleAction(id: string, form: FormData): Promise<ActionResult<{ id: string }>> {
  const actor = await currentActor()
  return answer(async () => {
    await updateRole(getPlatform(), actor, idOf(id), { ...roleOf(form), basedOn: form.get('basedOn') ?? undefined })
    // One's own navigation may be among what changes.
    revalidatePath('/', 'layout')
    return { id }
  })
}

export async function deleteRoleAction(id: string): Promise<ActionResult> {
  const actor = await currentActor()
  return answer(async () => {
    await deleteRole(getPlatform(), actor, idOf(id))
    redirect('/roles')
  })
}
