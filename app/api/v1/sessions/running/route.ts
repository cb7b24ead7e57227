import { fresh, openApi } from '@/app/_lib/api'
import { getPlatform } from '@/app/_lib/platform'
import { runningSessions } from '@/core/sessions/running'

/** `GET /api/v1/sessions/running` - one's own running sessions, for the workplace and the command palette. */
export function GET(): Promise<Response> {
  return openApi(async (actor) => fresh(await runningSessions(getPlatform(), actor)))
}
