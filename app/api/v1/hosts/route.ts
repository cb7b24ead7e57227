import { fresh, openApi } from '@/app/_lib/api'
import { getPlatform } from '@/app/_lib/platform'
import { listHosts } from '@/core/inventory/hosts'

/** `GET /api/v1/hosts` - one page of the hosts: `q`, `tag`, `sort`, `dir`, `page`, `pageSize`. */
export function GET(request: Request): Promise<Response> {
  return openApi(async (actor) => {
    const query = Object.fromEntries(new URL(request.url).searchParams)
    const { rows, ...place } = await listHosts(getPlatform(), actor, query)
    return fresh({
      ...place,
      rows: rows.map(({ id, name, address, port, tags, accounts, createdAt, updatedAt }) => ({
        ...{ id, name, address, port, tags, createdAt, updatedAt },
        accounts: accounts.map((account) => ({ id: account.id, login: account.login })),
      })),
    })
  })
}
