'use server'

import { redirect } from 'next/navigation'
import { type ActionResult, answer, idOf } from '@/app/_lib/action'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { createSnippet, deleteSnippet, updateSnippet } from '@/core/snippets/snippets'

function snippetOf(form: FormData) {
  return {
    name: form.get('name'),
    text: form.get('text'),
    description: form.get('description') ?? undefined,
    runs: form.get('runs') === 'on',
  }
}

export async function createSnippetAction(form: FormData): Promise<ActionResult> {
  const actor = await currentActor()
  return answer(async () => {
    await createSnippet(getPlatform(), actor, { ...snippetOf(form), scope: form.get('scope') ?? undefined })
    return null
  })
}

export async function updateSnippetAction(id: string, form: FormData): Promise<ActionResult> {
  const actor = await currentActor()
  return answer(async () => {
    const basedOn = form.get('basedOn') ?? undefined
    await updateSnippet(getPlatform(), actor, idOf(id), { ...snippetOf(form), basedOn })
    return null
  })
}

export async function deleteSnippetAction(id: string): Promise<ActionResult> {
  const actor = await currentActor()
  return answer(async () => {
    await deleteSnippet(getPlatform(), actor, idOf(id))
    redirect('/snippets')
  })
}
