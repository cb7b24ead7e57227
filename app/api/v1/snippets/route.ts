import { fresh, openApi } from '@/app/_lib/api'
import { getPlatform } from '@/app/_lib/platform'
import { snippetChoices } from '@/core/snippets/snippet-reads'

/** `GET /api/v1/snippets` - every snippet that the person can insert, by name. */
export async function GET(): Promise<Response> {
  return openApi(async (actor) => fresh(await snippetChoices(getPlatform(), actor)))
}
