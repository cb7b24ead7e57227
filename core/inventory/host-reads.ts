import type { Prisma } from '@/prisma/client'
import { requireAllowed } from '../access/decide'
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
 * One page of the hosts. `query` as {@link hostListQuery}: each word of `q` must occur in the name, the address, a tag or a
 * login. Throws `invalid-input` for a sort or a page size that is not on the list.
 */
export async function listHosts(platform: Platform, actor: Actor, query: unknown): Promise<Page<HostSummary>> {
  requireAllowed(actor, 'host.list', platform.config.access)
  const { q, sort, dir, page, pageSize, tag } = parseInput(hostListQuery, query)
  const where: Prisma.HostWhereInput = {
    AND: searchWords(q).map((word) => ({ searchKey: { contains: word } })),
    ...(tag ? { tags: { some: { tag: tag.normalize('NFKC').toLowerCase() } } } : {}),
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
  return { rows: rows.map(summaryOf), total, page, pageSize }
}

/** The first hosts that match, for the command palette: at most `limit` (20). */
export async function lookupHosts(platform: Platform, actor: Actor, q: string, limit = 20): Promise<HostSummary[]> {
  requireAllowed(actor, 'host.list', platform.config.access)
  const rows = await platform.db.host.findMany({
    where: { AND: searchWords(q.slice(0, 200)).map((word) => ({ searchKey: { contains: word } })) },
    select: hostSelect,
    orderBy: { nameKey: 'asc' },
    take: Math.min(limit, 50),
  })
  return rows.map(summaryOf)
}

/** Every tag in use with its number of hosts, by name; at most 500. */
export async function listTags(platform: Platform, actor: Actor): Promise<{ tag: string; hosts: number }[]> {
  requireAllowed(actor, 'host.list', platform.config.access)
  const rows = await platform.db.hostTag.groupBy({
    by: ['tag'],
    _count: { hostId: true },
    orderBy: { tag: 'asc' },
    take: 500,
  })
  return rows.map((row) => ({ tag: row.tag, hosts: row._count.hostId }))
}

/** One host with its accounts and pinned keys. Throws `not-found`. */
export async function getHost(platform: Platform, actor: Actor, id: string): Promise<HostDetail> {
  requireAllowed(actor, 'host.list', platform.config.access)
  const row = await platform.db.host.findUnique({ where: { id }, select: hostSelect })
  if (!row) throw new GatehouseError('not-found', { what: 'host' })
  const place = { kind: 'host' as const, hostId: id, hostName: row.name, address: row.address, port: row.port }
  return {
    ...summaryOf(row),
    notes: row.notes,
    encoding: encodingOf(row.encoding),
    hostKeys: await listHostKeys(platform, place),
  }
}

/** An account with its host, for the terminal's page. Throws `not-found`. */
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
      host: { select: { id: true, name: true, address: true, port: true } },
    },
  })
  if (!row) throw new GatehouseError('not-found', { what: 'account' })
  return row
}

function summaryOf(row: Prisma.HostGetPayload<{ select: typeof hostSelect }>): HostSummary {
  const { notes: _, encoding: __, tags, ...host } = row
  return { ...host, tags: tags.map(({ tag }) => tag) }
}
