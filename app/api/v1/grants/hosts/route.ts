import { api } from '@/app/_lib/api'
import { getPlatform } from '@/app/_lib/platform'
import { hostChoices } from '@/core/access/grant-choices'

/** `GET /api/v1/grants/hosts?q=` - the first hosts that match, for a grant's form. */
export function GET(request: Request): Promise<Response> {
  return api(async (actor) => {
    const q = new URL(request.url).searchParams.get('q') ?? ''
    return Response.json(await hostChoices(getPlatform(), actor, q), { headers: { 'Cache-Control': 'no-store' } })
  })
}
