'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { type ActionResult, answer, idOf } from '@/app/_lib/action'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { changeMembers, createGroup, deleteGroup, updateGroup } from '@/core/identity/groups'

function groupOf(form: FormData) {
  return { name: form.get('name'), description: form.get('description') ?? undefined }
}

/** Adds a group; answers its id, so that people can be put into it next. */
export async function createGroupAction(form: FormData): Promise<ActionResult<{ id: string }>> {
  const actor = await currentActor()
  return answer(() => createGroup(getPlatform(), actor, groupOf(form)))
}

export async function updateGroupAction(id: string, form: FormData): Promise<ActionResult> {
  const actor = await currentActor()
  return answer(async () => {
    await updateGroup(getPlatform(), actor, idOf(id), { ...groupOf(form), basedOn: form.get('basedOn') ?? undefined })
    revalidatePath(`/groups/${id}`)
    return null
  })
}

export async function addMemberAction(id: string, userId: string): Promise<ActionResult> {
  const actor = await currentActor()
  return answer(async () => {
    await changeMembers(getPlatform(), actor, idOf(id), { add: [userId] })
    revalidatePath(`/groups/${id}`)
    return null
  })
}

export async function removeMemberAction(id: string, userId: string): Promise<ActionResult> {
  const actor = await currentActor()
  return answer(async () => {
    await changeMembers(getPlatform(), actor, idOf(id), { remove: [userId] })
    revalidatePath(`/groups/${id}`)
    return null
  })
}

export async function deleteGroupAction(id: string): Promise<ActionResult> {
  const actor = await currentActor()
  return answer(async () => {
    await deleteGroup(getPlatform(), actor, idOf(id))
    redirect('/groups')
  })
}
