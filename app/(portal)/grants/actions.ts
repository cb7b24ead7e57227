'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { type ActionResult, answer, idOf } from '@/app/_lib/action'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { createGrant, deleteGrant, getGrant, updateGrant } from '@/core/access/grants'
import { type ChangePreview, previewChange } from '@/core/access/preview'
import { confirmGrant, removeReviewed } from '@/core/access/review'
import { grantOf, inputOf } from './input'

export async function createGrantAction(form: FormData): Promise<ActionResult<{ id: string }>> {
  const actor = await currentActor()
  return answer(() => createGrant(getPlatform(), actor, grantOf(form)))
}

export async function updateGrantAction(id: string, form: FormData): Promise<ActionResult<{ id: string }>> {
  const actor = await currentActor()
  return answer(async () => {
    await updateGrant(getPlatform(), actor, idOf(id), grantOf(form))
    return { id }
  })
}

/** What saving the form would do: as a new grant, or in place of `id`. */
export async function previewGrantAction(id: string | undefined, form: FormData): Promise<ActionResult<ChangePreview>> {
  const actor = await currentActor()
  return answer(() =>
    previewChange(getPlatform(), actor, { kind: 'save', id: id === undefined ? id : idOf(id), input: grantOf(form) }),
  )
}

/** What disabling a grant would do. */
export async function previewDisableAction(id: string): Promise<ActionResult<ChangePreview>> {
  const actor = await currentActor()
  return answer(async () => {
    const input = { ...inputOf(await getGrant(getPlatform(), actor, idOf(id))), disabled: true }
    return previewChange(getPlatform(), actor, { kind: 'save', id, input })
  })
}

/** What deleting a grant would do. */
export async function previewDeleteAction(id: string): Promise<ActionResult<ChangePreview>> {
  const actor = await currentActor()
  return answer(() => previewChange(getPlatform(), actor, { kind: 'delete', id: idOf(id) }))
}

/** Disables or enables a grant and leaves the rest of it as it is. */
export async function setGrantDisabledAction(id: string, disabled: boolean): Promise<ActionResult> {
  const actor = await currentActor()
  return answer(async () => {
    const grant = await getGrant(getPlatform(), actor, idOf(id))
    await updateGrant(getPlatform(), actor, idOf(id), { ...inputOf(grant), disabled })
    revalidatePath(`/grants/${id}`)
    return null
  })
}

export async function deleteGrantAction(id: string): Promise<ActionResult> {
  const actor = await currentActor()
  return answer(async () => {
    await deleteGrant(getPlatform(), actor, idOf(id))
    redirect('/grants')
  })
}

/** Keeps a grant that was looked over. */
export async function confirmGrantAction(id: string, form: FormData): Promise<ActionResult> {
  const actor = await currentActor()
  return answer(async () => {
    await confirmGrant(getPlatform(), actor, idOf(id), { comment: form.get('comment') ?? undefined })
    revalidatePath('/grants/review')
    return null
  })
}

/** Deletes a grant that was looked over, and keeps why. */
export async function removeReviewedAction(id: string, comment: string): Promise<ActionResult> {
  const actor = await currentActor()
  return answer(async () => {
    await removeReviewed(getPlatform(), actor, idOf(id), { comment })
    revalidatePath('/grants/review')
    return null
  })
}
