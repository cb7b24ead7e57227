import { api } from '@/app/_lib/api'
import { getPlatform } from '@/app/_lib/platform'
import { snippetChoices } from '@/core/snippets/snippet-reads'

/** `GET /api/v1/snippets` - every snippet that the person can insert, by name. */
export async function GET(): Promise<Response> {
  return api(async (actor) => {
    const snippets = await snippetChoices(getPlatform(), actor)
    return Response.json(snippets, { headers: { 'Cache-Control': 'no-store' } })
  })
}
