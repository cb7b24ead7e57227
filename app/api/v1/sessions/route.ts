import { fresh, openApi } from '@/app/_lib/api'
import { getPlatform } from '@/app/_lib/platform'
import { searchSessions } from '@/core/sessions/search'

/**
 * `GET /api/v1/sessions` - one page of the sessions that may be seen: `q`, `state`, `user`, `host`, `sort`, `dir`, `page`,
 * `pageSize`.
 */
export function GET(request: Request): Promise<Response> {
  return openApi(async (actor) => {
    const query = Object.fromEntries(new URL(request.url).searchParams)
    return fresh(await searchSessions(getPlatform(), actor, query))
  })
}
