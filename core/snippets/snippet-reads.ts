import type { Prisma } from '@/prisma/client'
import { requireAllowed } from '../access/decide'
import type { RemoteActor } from '../actor'
import { GatehouseError } from '../errors'
import { type Page, parseInput } from '../list'
import type { Platform } from '../platform'
import { searchWords } from '../text'
import { type SnippetScope, snippetListQuery } from './snippet-input'
import { maxSnippets, scopeKey } from './snippets'

export interface SnippetSummary {
  id: string
  scope: SnippetScope
  name: string
  text: string
  description: string
  runs: boolean
  createdAt: Date
  updatedAt: Date
}

/** One page of one's own and the shared snippets. `query` as {@link snippetListQuery}; throws `invalid-input`. */
export async function listSnippets(
  platform: Platform,
  actor: RemoteActor,
  query: unknown,
): Promise<Page<SnippetSummary>> {
  requireAllowed(actor, 'snippet.view', platform.config.access)
  const { q, sort, dir, page, pageSize, scope } = parseInput(snippetListQuery, query)
  const where: Prisma.SnippetWhereInput = {
    scope: scope ? scopeKey(scope, actor) : { in: scopesOf(actor) },
    AND: searchWords(q).map((word) => ({ searchKey: { contains: word } })),
  }
  const [total, rows] = await Promise.all([
    platform.db.snippet.count({ where }),
    platform.db.snippet.findMany({
      where,
      select,
      orderBy: [sort === 'name' ? { nameKey: dir } : { [sort]: dir }, { id: 'asc' }],
      skip: (page - 1) * pageSize,
      take: pageSize,
    }),
  ])
  return { rows: rows.map(summaryOf), total, page, pageSize }
}

/** All that a person can insert, by name: their own and the shared ones. */
export async function snippetChoices(platform: Platform, actor: RemoteActor): Promise<SnippetSummary[]> {
  requireAllowed(actor, 'snippet.view', platform.config.access)
  const rows = await platform.db.snippet.findMany({
    where: { scope: { in: scopesOf(actor) } },
    select,
    orderBy: [{ nameKey: 'asc' }, { id: 'asc' }],
    take: 2 * maxSnippets,
  })
  return rows.map(summaryOf)
}

/** One snippet, shared or one's own. Throws `not-found`. */
export async function getSnippet(platform: Platform, actor: RemoteActor, id: string): Promise<SnippetSummary> {
  requireAllowed(actor, 'snippet.view', platform.config.access)
  const row = await platform.db.snippet.findFirst({ where: { id, scope: { in: scopesOf(actor) } }, select })
  if (!row) throw new GatehouseError('not-found', { what: 'snippet' })
  return summaryOf(row)
}

function scopesOf(actor: RemoteActor): string[] {
  return [scopeKey('own', actor), scopeKey('shared', actor)]
}

const select = {
  id: true,
  ownerId: true,
  name: true,
  text: true,
  description: true,
  runs: true,
  createdAt: true,
  updatedAt: true,
} as const satisfies Prisma.SnippetSelect

function summaryOf({ ownerId, ...row }: Prisma.SnippetGetPayload<{ select: typeof select }>): SnippetSummary {
  return { ...row, scope: ownerId === null ? 'shared' : 'own' }
}
