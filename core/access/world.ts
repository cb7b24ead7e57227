import type { Db, Prisma } from '@/prisma/client'
import { type HostFacts, placeOf, placeSelect } from './facts'
import type { ReachFacts } from './reach'

/** What only connecting tells: an explanation leaves it open. */
export const unknownAtConnecting = {
  hoursAt: undefined,
  clientAddress: undefined,
  secondFactor: undefined,
  reason: undefined,
  credential: undefined,
  proofAgeMs: undefined,
} as const satisfies Partial<ReachFacts>

/** A host as decisions and explanations read it. */
export interface ReachableHost extends HostFacts {
  name: string
  address: string
  port: number
  logins: string[]
}

const pageSize = 500

/** Everything, a page at a time, by id; in between others get their turn. */
export async function* inPages<Row extends { id: string }>(
  page: (after: string, take: number) => Promise<Row[]>,
): AsyncGenerator<Row> {
  for (let after = ''; ; ) {
    const rows = await page(after, pageSize)
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < pageSize) return
    after = last.id
  }
}

/** Hosts with their tags and logins, by id, those after `after`. */
export async function readHosts(
  db: Db,
  where: Prisma.HostWhereInput,
  after: string,
  take: number,
): Promise<ReachableHost[]> {
  const rows = await db.host.findMany({
    where: { AND: [where, { id: { gt: after } }] },
    select: {
      ...placeSelect,
      name: true,
      address: true,
      port: true,
      accounts: { select: { login: true }, orderBy: { login: 'asc' } },
    },
    orderBy: { id: 'asc' },
    take,
  })
  return rows.map(({ accounts, ...host }) => ({
    ...host,
    ...placeOf(host),
    logins: accounts.map(({ login }) => login),
  }))
}
