import type { Prisma } from '@/prisma/client'
import { requireAllowed } from '../access/decide'
import { placeOf, placeSelect } from '../access/facts'
import { type Sight, sightOf } from '../access/sight'
import type { Actor } from '../actor'
import { encodingOf, type HostEncoding } from '../encodings/names'
import { GatehouseError } from '../errors'
import { type Page, parseInput } from '../list'
import type { Platform } from '../platform'
import { searchWords } from '../text'
import { hostListQuery } from './host-input'
import { listHostKeys, type PinnedKey } from './host-keys'

/** An account as lists show it: whether a credential answers for it, not which secret. */
export interface AccountSummary {
  id: string
  login: string
  credential: { id: string; name: string; kind: string; fingerprint: string | null } | null
  /** Whether a grant of the reader's opens a shell here, whatever it asks at connecting. */
  granted: boolean
}

export interface HostSummary {
  id: string
  name: string
  address: string
  port: number
  tags: string[]
  accounts: AccountSummary[]
  createdAt: Date
  updatedAt: Date
}

export interface HostDetail extends HostSummary {
  notes: string
  encoding: HostEncoding
  hostKeys: PinnedKey[]
}

const hostSelect = {
  id: true,
  name: true,
  address: true,
  port: true,
  createdAt: true,
  updatedAt: true,
  notes: true,
  encoding: true,
  tags: { select: { tag: true }, orderBy: { tag: 'asc' } },
  groups: placeSelect.groups,
  accounts: {
    select: {
      id: true,
      login: true,
      credential: { select: { id: true, name: true, kind: true, fingerprint: true } },
    },
    orderBy: { login: 'asc' },
  },
} as const satisfies Prisma.HostSelect

/**
 * One page of the hosts that this person sees (core/access/sight.ts). `query` as {@link hostListQuery}: each word of `q` must occur in the name, the address, a tag or a
 * login. Throws `invalid-input` for a sort or a page size that is not on the list, and `not-allowed` for a group of hosts
 * from whom may not see the groups.
 */
export async function listHosts(platform: Platform, actor: Actor, query: unknown): Promise<Page<HostSummary>> {
  requireAllowed(actor, 'host.list', platform.config.access)
  const { q, sort, dir, page, pageSize, tag, group } = parseInput(hostListQuery, query)
  if (group) requireAllowed(actor, 'host-group.list', platform.config.access)
  const sight = await sightOf(platform, actor)
  const where: Prisma.HostWhereInput = {
    AND: [sight.where, ...searchWords(q).map((word) => ({ searchKey: { contains: word } }))],
    ...(tag ? { tags: { some: { tag: tag.normalize('NFKC').toLowerCase() } } } : {}),
    ...(group ? { groups: { some: { groupId: group } } } : {}),
  }
  const [total, rows] = await Promise.all([
    platform.db.host.count({ where }),
    platform.db.host.findMany({
      where,
      select: hostSelect,
      orderBy: [sort === 'name' ? { nameKey: dir } : { [sort]: dir }, { id: 'asc' }],
      skip: (page - 1) * pageSize,
      take: pageSize,
    }),
  ])
  return { rows: rows.map((row) => summaryOf(row, sight)), total, page, pageSize }
}

/** The first hosts that match, for the command palette: at most `limit` (20). */
export async function lookupHosts(platform: Platform, actor: Actor, q: string, limit = 20): Promise<HostSummary[]> {
  requireAllowed(actor, 'host.list', platform.config.access)
  const sight = await sightOf(platform, actor)
  const words = searchWords(q.slice(0, 200)).map((word) => ({ searchKey: { contains: word } }))
  const rows = await platform.db.host.findMany({
    where: { AND: [sight.where, ...words] },
    select: hostSelect,
    orderBy: { nameKey: 'asc' },
    take: Math.min(limit, 50),
  })
  return rows.map((row) => summaryOf(row, sight))
}

/** Every tag of the hosts that this person sees, with their number, by name; at most 500. */
export async function listTags(platform: Platform, actor: Actor): Promise<{ tag: string; hosts: number }[]> {
  requireAllowed(actor, 'host.list', platform.config.access)
  const { where: host } = await sightOf(platform, actor)
  const rows = await platform.db.hostTag.groupBy({
    by: ['tag'],
    where: { host },
    _count: { hostId: true },
    orderBy: { tag: 'asc' },
    take: 500,
  })
  return rows.map((row) => ({ tag: row.tag, hosts: row._count.hostId }))
}

/** One host with its accounts and pinned keys. Throws `not-found`, also for one that this person doesn't see. */
export async function getHost(platform: Platform, actor: Actor, id: string): Promise<HostDetail> {
  requireAllowed(actor, 'host.list', platform.config.access)
  const sight = await sightOf(platform, actor)
  const row = await platform.db.host.findFirst({ where: { AND: [{ id }, sight.where] }, select: hostSelect })
  if (!row) throw new GatehouseError('not-found', { what: 'host' })
  const place = { kind: 'host' as const, hostId: id, hostName: row.name, address: row.address, port: row.port }
  return {
    ...summaryOf(row, sight),
    notes: row.notes,
    encoding: encodingOf(row.encoding),
    hostKeys: await listHostKeys(platform, place),
  }
}

/** An account with its host, for the terminal's page. Throws `not-found`, also for one that this person doesn't see. */
export async function getAccount(
  platform: Platform,
  actor: Actor,
  accountId: string,
): Promise<{
  id: string
  login: string
  credentialId: string | null
  host: { id: string; name: string; address: string; port: number }
}> {
  requireAllowed(actor, 'host.list', platform.config.access)
  const row = await platform.db.account.findUnique({
    where: { id: accountId },
    select: {
      id: true,
      login: true,
      credentialId: true,
      host: { select: { ...placeSelect, name: true, address: true, port: true } },
    },
  })
  if (!row) throw new GatehouseError('not-found', { what: 'account' })
  const { tags: _, groups: __, ...host } = row.host
  const sight = await sightOf(platform, actor)
  if (!sight.sees(placeOf(row.host), row.login)) {
    throw new GatehouseError('not-found', { what: 'account' })
  }
  return { ...row, host }
}

function summaryOf(row: Prisma.HostGetPayload<{ select: typeof hostSelect }>, sight: Sight): HostSummary {
  const { notes: _, encoding: __, tags: ___, groups: ____, ...host } = row
  const place = placeOf(row)
  const accounts = host.accounts
    .filter(({ login }) => sight.sees(place, login))
    .map((account) => ({ ...account, granted: sight.opens(place, account.login) }))
  return { ...host, tags: place.tags, accounts }
}
