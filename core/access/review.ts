import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Prisma, Tx } from '@/prisma/client'
import type { Actor } from '../actor'
import { appendAudit } from '../audit/append'
import { GatehouseError } from '../errors'
import { listQuerySchema, type Page, parseInput } from '../list'
import type { Platform } from '../platform'
import { searchWords } from '../text'
import { inTransaction, takeTurn } from '../transaction'
import { requireAllowed } from './decide'
import { type GrantSummary, grantParts, summaryOf } from './grant-reads'
import { removeGrant } from './grants'

const dayMs = 24 * 3_600_000

/** For how many days a confirmation counts. */
export const reviewAges = [30, 90, 365] as const

/** `due`: only grants that nobody has confirmed for so many days; left out: all. */
export const reviewListQuery = listQuerySchema(['lastUsedAt', 'name', 'reviewedAt'], {
  sort: 'lastUsedAt',
  dir: 'asc',
}).extend({
  due: z.coerce
    .number()
    .pipe(z.union(reviewAges.map((days) => z.literal(days))))
    .optional(),
})

/** Why it was kept or removed, for whoever asks later. */
const reviewInput = z.object({ comment: z.string().trim().max(500, 'field:too-long').default('') })

/** What someone answered about a grant. */
export interface GrantReview {
  id: string
  grantId: string
  grantName: string
  answer: 'confirmed' | 'removed'
  comment: string
  at: Date
  by: string
}

/** One page of the grants, those first that were never used or not for the longest. Throws `not-allowed`, `invalid-input`. */
export async function listForReview(platform: Platform, actor: Actor, query: unknown): Promise<Page<GrantSummary>> {
  requireAllowed(actor, 'grant.list', platform.config.access)
  const { q, sort, dir, page, pageSize, due } = parseInput(reviewListQuery, query)
  const where: Prisma.GrantWhereInput = {
    // What requests gave ends by itself, and is reviewed there.
    requestId: null,
    AND: [
      ...searchWords(q).map((word) => ({ searchKey: { contains: word } })),
      ...(due ? [{ OR: [{ reviewedAt: null }, { reviewedAt: { lt: new Date(Date.now() - due * dayMs) } }] }] : []),
    ],
  }
  // Never comes before long ago; the two databases put null at different ends.
  const order: Prisma.GrantOrderByWithRelationInput =
    sort === 'name' ? { nameKey: dir } : { [sort]: { sort: dir, nulls: dir === 'asc' ? 'first' : 'last' } }
  const [total, rows] = await Promise.all([
    platform.db.grant.count({ where }),
    platform.db.grant.findMany({
      where,
      include: grantParts,
      orderBy: [order, { id: 'asc' }],
      skip: (page - 1) * pageSize,
      take: pageSize,
    }),
  ])
  return { rows: rows.map(summaryOf), total, page, pageSize }
}

/** The newest answers, at most `limit` (of this grant, when one is given). Throws `not-allowed`. */
export async function latestReviews(
  platform: Platform,
  actor: Actor,
  { grantId, limit = 10 }: { grantId?: string; limit?: number } = {},
): Promise<GrantReview[]> {
  requireAllowed(actor, 'grant.list', platform.config.access)
  const rows = await platform.db.grantReview.findMany({
    where: grantId ? { grantId } : {},
    orderBy: [{ at: 'desc' }, { id: 'asc' }],
    take: Math.min(limit, 100),
  })
  return rows.map((row) => ({ ...row, answer: row.answer === 'removed' ? 'removed' : 'confirmed' }))
}

/** Keeps a grant: someone has looked at it, and it is still needed. Throws `not-allowed`, `not-found`, `invalid-input`. */
export async function confirmGrant(platform: Platform, actor: Actor, id: string, input: unknown): Promise<void> {
  await answerFor(platform, actor, id, input, 'confirmed', async (tx, at) => {
    await tx.grant.update({ where: { id }, data: { reviewedAt: at } })
  })
}

/** Deletes a grant that nobody needs any more, and keeps who said so. Throws as {@link confirmGrant}. */
export async function removeReviewed(platform: Platform, actor: Actor, id: string, input: unknown): Promise<void> {
  await answerFor(platform, actor, id, input, 'removed', (tx) => removeGrant(tx, actor, id))
}

async function answerFor(
  platform: Platform,
  actor: Actor,
  id: string,
  input: unknown,
  answer: GrantReview['answer'],
  act: (tx: Tx, at: Date) => Promise<void>,
): Promise<void> {
  requireAllowed(actor, 'grant.edit', platform.config.access)
  const { comment } = parseInput(reviewInput, input)
  await inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    const grant = await tx.grant.findUnique({ where: { id }, select: { name: true, lastUsedAt: true } })
    if (!grant) throw new GatehouseError('not-found', { what: 'grant' })
    const at = new Date()
    await tx.grantReview.create({
      data: { id: randomUUID(), grantId: id, grantName: grant.name, answer, comment, at, by: actor.name },
    })
    await appendAudit(tx, {
      actor,
      action: 'grant.review',
      outcome: 'success',
      target: { kind: 'grant', id, name: grant.name },
      detail: { answer, comment, lastUsedAt: grant.lastUsedAt?.toISOString() ?? null },
    })
    await act(tx, at)
  })
}
