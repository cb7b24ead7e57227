import { fresh, openApi } from '@/app/_lib/api'
import { getPlatform } from '@/app/_lib/platform'
import { lookupHosts } from '@/core/inventory/hosts'

/** `GET /api/v1/hosts/lookup?q=` - the first hosts that match, for the command palette. */
export function GET(request: Request): Promise<Response> {
  return openApi(async (actor) => {
    const q = new URL(request.url).searchParams.get('q') ?? ''
    const rows = await lookupHosts(getPlatform(), actor, q, 8)
    return fresh(
      rows.map(({ id, name, address, port, accounts }) => ({
        id,
        name,
        address,
        port,
        accounts: accounts.map((account) => ({ id: account.id, login: account.login })),
      })),
    )
  })
}
