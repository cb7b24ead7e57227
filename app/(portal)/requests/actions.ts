'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { type ActionResult, answer, idOf } from '@/app/_lib/action'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { parseInput } from '@/core/list'
import { askAccess, breakGlass, withdrawRequest } from '@/core/requests/ask'
import { approveRequest, refuseRequest } from '@/core/requests/decide-request'
import { revokeRequest } from '@/core/requests/end'
import { verdicts } from '@/core/requests/request-input'
import { signReview } from '@/core/requests/review'

/** Asks for an account, or breaks the glass, and goes to the request's page. */
export async function ask(form: FormData): Promise<ActionResult> {
  return answer(async () => {
    const work = form.get('how') === 'break' ? breakGlass : askAccess
    const { id } = await work(getPlatform(), await currentActor(), Object.fromEntries(form))
    revalidatePath('/requests')
    redirect(`/requests/${id}`)
  })
}

/** Says yes or no: the button that was pressed says which. */
export async function decideOn(id: string, form: FormData): Promise<ActionResult> {
  return changing(async () => {
    const { verdict } = parseInput(z.object({ verdict: z.enum(verdicts) }), { verdict: form.get('verdict') })
    const work = verdict === 'refused' ? refuseRequest : approveRequest
    await work(getPlatform(), await currentActor(), idOf(id), Object.fromEntries(form))
  })
}

export async function withdraw(id: string): Promise<ActionResult> {
  return changing(async () => withdrawRequest(getPlatform(), await currentActor(), idOf(id), {}))
}

export async function revoke(id: string): Promise<ActionResult> {
  return changing(async () => revokeRequest(getPlatform(), await currentActor(), idOf(id), {}))
}

export async function sign(id: string, form: FormData): Promise<ActionResult> {
  return changing(async () => signReview(getPlatform(), await currentActor(), idOf(id), Object.fromEntries(form)))
}

/** What waits for someone is counted in the navigation of every page. */
async function changing(work: () => Promise<void>): Promise<ActionResult> {
  return answer(async () => {
    await work()
    revalidatePath('/', 'layout')
    return null
  })
}
