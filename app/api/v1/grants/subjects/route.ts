import { api } from '@/app/_lib/api'
import { getPlatform } from '@/app/_lib/platform'
import { subjectChoices } from '@/core/access/grant-choices'

/** `GET /api/v1/grants/subjects?q=` - the first people and groups that match, for a grant's form. */
export function GET(request: Request): Promise<Response> {
  return api(async (actor) => {
    const q = new URL(request.url).searchParams.get('q') ?? ''
    return Response.json(await subjectChoices(getPlatform(), actor, q), { headers: { 'Cache-Control': 'no-store' } })
  })
}
