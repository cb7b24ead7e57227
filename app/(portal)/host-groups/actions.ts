'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { type ActionResult, answer, idOf } from '@/app/_lib/action'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { type ChangePreview, previewHostGroup } from '@/core/access/preview'
import { changeHostMembers, createHostGroup, deleteHostGroup, updateHostGroup } from '@/core/inventory/host-groups'

function groupOf(form: FormData) {
  return { name: form.get('name'), description: form.get('description') ?? undefined }
}

/** Adds a group; answers its id, so that hosts can be put into it next. */
export async function createHostGroupAction(form: FormData): Promise<ActionResult<{ id: string }>> {
  const actor = await currentActor()
  return answer(() => createHostGroup(getPlatform(), actor, groupOf(form)))
}

export async function updateHostGroupAction(id: string, form: FormData): Promise<ActionResult> {
  const actor = await currentActor()
  return answer(async () => {
    await updateHostGroup(getPlatform(), actor, idOf(id), {
      ...groupOf(form),
      basedOn: form.get('basedOn') ?? undefined,
    })
    revalidatePath(`/host-groups/${id}`)
    return null
  })
}

export async function addHostsAction(id: string, hostIds: string[]): Promise<ActionResult> {
  const actor = await currentActor()
  return answer(async () => {
    await changeHostMembers(getPlatform(), actor, idOf(id), { add: hostIds })
    revalidatePath(`/host-groups/${id}`)
    return null
  })
}

export async function removeHostAction(id: string, hostId: string): Promise<ActionResult> {
  const actor = await currentActor()
  return answer(async () => {
    await changeHostMembers(getPlatform(), actor, idOf(id), { remove: [hostId] })
    revalidatePath(`/host-groups/${id}`)
    return null
  })
}

/** Who would gain what by hosts that come into the group. */
export async function previewAddHostsAction(id: string, hostIds: string[]): Promise<ActionResult<ChangePreview>> {
  const actor = await currentActor()
  return answer(() => previewHostGroup(getPlatform(), actor, idOf(id), { kind: 'members', add: hostIds }))
}

/** Who would lose what by a host that leaves the group. */
export async function previewRemoveHostAction(id: string, hostId: string): Promise<ActionResult<ChangePreview>> {
  const actor = await currentActor()
  return answer(() => previewHostGroup(getPlatform(), actor, idOf(id), { kind: 'members', remove: [hostId] }))
}

/** Who would lose what if the group were deleted. */
export async function previewDeleteHostGroupAction(id: string): Promise<ActionResult<ChangePreview>> {
  const actor = await currentActor()
  return answer(() => previewHostGroup(getPlatform(), actor, idOf(id), { kind: 'delete' }))
}

export async function deleteHostGroupAction(id: string): Promise<ActionResult> {
  const actor = await currentActor()
  return answer(async () => {
    await deleteHostGroup(getPlatform(), actor, idOf(id))
    redirect('/host-groups')
  })
}
