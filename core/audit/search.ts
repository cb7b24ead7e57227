import { z } from 'zod'
import type { Prisma } from '@/prisma/client'
import { requireAllowed } from '../access/decide'
import type { RemoteActor } from '../actor'
import { listQuerySchema, type Page, parseInput } from '../list'
import type { Platform } from '../platform'
import { searchWords } from '../text'
import { auditActions, auditOutcomes } from './actions'
import type { Json } from './append'

/** An event as pages and exports see it. */
export interface AuditRow {
  seq: number
  id: string
  at: Date
  actorKind: string
  actorId: string | null
  actorName: string
  clientAddress: string | null
  action: string
  outcome: string
  targetKind: string | null
  targetId: string | null
  targetName: string | null
  hostId: string | null
  hostName: string | null
  sessionId: string | null
  detail: { [key: string]: Json }
  hash: string
}

const filters = {
  actor: z.string().max(64).optional(),
  action: z.enum(auditActions).optional(),
  outcome: z.enum(auditOutcomes).optional(),
  host: z.string().max(64).optional(),
  session: z.string().max(64).optional(),
  /** From this moment on, and before that one: ISO 8601, with an offset or Z. A day (UTC) counts whole, at both ends. */
  from: z.iso.datetime({ offset: true, local: true }).or(z.iso.date()).optional(),
  until: z.iso.datetime({ offset: true, local: true }).or(z.iso.date()).optional(),
}

export const auditListQuery = listQuerySchema(['at', 'actorName', 'action', 'outcome'], {
  sort: 'at',
  dir: 'desc',
}).extend(filters)

export const auditFilter = z.object({ q: z.string().trim().max(200).default(''), ...filters })
export type AuditFilter = z.output<typeof auditFilter>

/** One page of the audit log. Throws `invalid-input` for a filter or sort that is not on the list. */
export async function searchAudit(platform: Platform, actor: RemoteActor, query: unknown): Promise<Page<AuditRow>> {
  requireAllowed(actor, 'audit.view', platform.config.access)
  const { sort, dir, page, pageSize, ...filter } = parseInput(auditListQuery, query)
  const where = auditWhere(filter)
  // By time and by place in the chain is the same order; the chain's has no ties.
  const orderBy: Prisma.AuditEventOrderByWithRelationInput[] =
    sort === 'at' ? [{ seq: dir }] : [{ [sort]: dir }, { seq: 'desc' }]
  const [total, rows] = await Promise.all([
    platform.db.auditEvent.count({ where }),
    platform.db.auditEvent.findMany({ where, orderBy, skip: (page - 1) * pageSize, take: pageSize }),
  ])
  return { rows: rows.map(auditRowOf), total, page, pageSize }
}

/** The filter as the database reads it. */
export function auditWhere(filter: AuditFilter): Prisma.AuditEventWhereInput {
  return {
    AND: searchWords(filter.q).map((word) => ({ searchKey: { contains: word } })),
    ...(filter.actor ? { actorId: filter.actor } : {}),
    ...(filter.action ? { action: filter.action } : {}),
    ...(filter.outcome ? { outcome: filter.outcome } : {}),
    ...(filter.host ? { hostId: filter.host } : {}),
    ...(filter.session ? { sessionId: filter.session } : {}),
    ...(filter.from || filter.until
      ? {
          at: {
            ...(filter.from ? { gte: new Date(filter.from) } : {}),
            ...(filter.until ? { lt: endOf(filter.until) } : {}),
          },
        }
      : {}),
  }
}

/** A day ends where the next begins. */
function endOf(until: string): Date {
  const at = new Date(until)
  return until.includes('T') ? at : new Date(at.getTime() + 86_400_000)
}

type StoredEvent = Prisma.AuditEventGetPayload<Record<string, never>>

/** The stored row with its detail parsed. */
export function auditRowOf(row: StoredEvent): AuditRow {
  const { prevHash: _prevHash, searchKey: _searchKey, detail, ...rest } = row
  // appendAudit wrote it as an object; a row altered by hand still shows, and the verifier names it.
  return { ...rest, detail: parseDetail(detail) }
}

function parseDetail(text: string): { [key: string]: Json } {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as { [key: string]: Json }
  } catch {
    // Shown as it is, below.
  }
  return { unreadable: text.slice(0, 500) }
}
