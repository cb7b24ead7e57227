'use server'

import { revalidatePath } from 'next/cache'
import { type ActionResult, answer, idOf } from '@/app/_lib/action'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { endSession } from '@/core/sessions/search'

/** Ends a running session. */
export async function end(id: string): Promise<ActionResult> {
  return answer(async () => {
    await endSession(getPlatform(), await currentActor(), idOf(id))
    revalidatePath('/sessions', 'layout')
    return null
  })
}
