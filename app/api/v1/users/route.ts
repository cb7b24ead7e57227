import { fresh, openApi } from '@/app/_lib/api'
import { getPlatform } from '@/app/_lib/platform'
import { listUsers } from '@/core/identity/user-reads'

/** `GET /api/v1/users` - one page of the users: `q`, `role`, `sort`, `dir`, `page`, `pageSize`. */
export function GET(request: Request): Promise<Response> {
  return openApi(async (actor) => {
    const query = Object.fromEntries(new URL(request.url).searchParams)
    const { rows, ...page } = await listUsers(getPlatform(), actor, query)
    // A program compares roles by their key: a built-in role's name, a custom one's id.
    const users = rows.map(({ role, within: _, ...user }) => ({ ...user, role: role.key, roleName: role.name }))
    return fresh({ ...page, rows: users })
  })
}
