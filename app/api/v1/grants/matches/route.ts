import { api } from '@/app/_lib/api'
import { getPlatform } from '@/app/_lib/platform'
import { tagMatches } from '@/core/access/grant-choices'

/** `GET /api/v1/grants/matches?tags=` - how many hosts a tag expression means now, and the first of them. */
export function GET(request: Request): Promise<Response> {
  return api(async (actor) => {
    const tags = new URL(request.url).searchParams.get('tags') ?? ''
    return Response.json(await tagMatches(getPlatform(), actor, tags), { headers: { 'Cache-Control': 'no-store' } })
  })
}
