import type { Db, Prisma } from '@/prisma/client'
import { auditActions } from '../audit/actions'
import type { Config } from '../config'

/** What others are told of an access request: what happened, by whom, and where to look. */
export interface Notice {
  /** The audit event's id: the same notice may come twice, and has the same id then. */
  id: string
  /** Such as `request.ask`: an action of the audit log. */
  event: string
  /** ISO 8601, UTC. */
  at: string
  by: string
  /** The request's page. */
  url: string
  /** Such as `olga: root@db1`. */
  subject: string
  /** What the audit event says besides: the reason, a comment, how long. */
  detail: unknown
}

const told = auditActions.filter((action) => action.startsWith('request.'))

/** The next events of requests after `seq`, at most `take`, with their place in the log. */
export async function noticesAfter(
  db: Db,
  { origin }: Pick<Config, 'origin'>,
  seq: number,
  take: number,
): Promise<{ seq: number; notice: Notice }[]> {
  const rows = await db.auditEvent.findMany({
    where: { seq: { gt: seq }, action: { in: told }, outcome: 'success' },
    orderBy: { seq: 'asc' },
    take,
  })
  return rows.map((row) => ({ seq: row.seq, notice: noticeOf(row, origin) }))
}

function noticeOf(row: Prisma.AuditEventGetPayload<Record<string, never>>, origin: string): Notice {
  return {
    id: row.id,
    event: row.action,
    at: row.at.toISOString(),
    by: row.actorName,
    url: `${origin}/requests/${row.targetId}`,
    subject: row.targetName ?? '',
    detail: JSON.parse(row.detail),
  }
}
