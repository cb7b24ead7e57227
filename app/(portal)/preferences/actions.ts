'use server'

import { type ActionResult, answer } from '@/app/_lib/action'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import type { Preferences } from '@/core/preferences/preferences'
import { changePreferences } from '@/core/preferences/store'

/** Changes one's own preferences; answers all of them. */
export async function savePreferences(change: Partial<Preferences>): Promise<ActionResult<Preferences>> {
  const actor = await currentActor()
  return answer(() => changePreferences(getPlatform(), actor, change))
}
