import { api } from '@/app/_lib/api'
import { getPlatform } from '@/app/_lib/platform'
import { hostsToAdd } from '@/core/inventory/host-groups'

/** `GET /api/v1/host-groups/{id}/candidates?q=` - the first hosts that match and are not in the group yet. */
export function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return api(async (actor) => {
    const q = new URL(request.url).searchParams.get('q') ?? ''
    const rows = await hostsToAdd(getPlatform(), actor, (await params).id, q)
    return Response.json(rows, { headers: { 'Cache-Control': 'no-store' } })
  })
}
