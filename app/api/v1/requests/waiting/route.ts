import { api } from '@/app/_lib/api'
import { getPlatform } from '@/app/_lib/platform'
import { countWaiting } from '@/core/requests/request-reads'

/** How many requests wait for whoever asks: the navigation's number. */
export async function GET(): Promise<Response> {
  return api(async (actor) => Response.json({ waiting: await countWaiting(getPlatform(), actor) }))
}
