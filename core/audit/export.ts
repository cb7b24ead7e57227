import { stringify } from 'csv-stringify/sync'
import { requireAllowed } from '../access/decide'
import type { RemoteActor } from '../actor'
import { parseInput } from '../list'
import type { Platform } from '../platform'
import { recordAudit } from './append'
import { type AuditRow, auditFilter, auditRowOf, auditWhere } from './search'

export type AuditFormat = 'csv' | 'jsonl'

/** Rows a query: small enough to hold the event loop for a few milliseconds only. */
const batch = 500

const columns = [
  'seq',
  'at',
  'actorKind',
  'actorName',
  'clientAddress',
  'action',
  'outcome',
  'targetKind',
  'targetName',
  'hostName',
  'sessionId',
  'detail',
  'hash',
] as const

/**
 * The audit log's part that the filter names, oldest first, in pieces of text; the export is an event itself, written
 * first. In CSV a cell that a spreadsheet would take for a formula (OWASP, CSV Injection) gets an apostrophe before it.
 * Throws `not-allowed` and `invalid-input` before the first piece.
 */
export async function exportAudit(
  platform: Platform,
  actor: RemoteActor,
  format: AuditFormat,
  query: unknown,
): Promise<AsyncGenerator<string>> {
  requireAllowed(actor, 'audit.export', platform.config.access)
  const filter = parseInput(auditFilter, query)
  await recordAudit(platform.db, {
    actor,
    action: 'audit.export',
    outcome: 'success',
    target: { kind: 'audit-log', name: format },
    detail: Object.fromEntries(Object.entries(filter).filter(([, value]) => value)),
  })
  return format === 'csv' ? csv(rows(platform, filter)) : jsonLines(rows(platform, filter))
}

async function* rows(platform: Platform, filter: ReturnType<typeof auditFilter.parse>): AsyncGenerator<AuditRow[]> {
  const where = auditWhere(filter)
  for (let after = 0; ; ) {
    const found = await platform.db.auditEvent.findMany({
      where: { AND: [where, { seq: { gt: after } }] },
      orderBy: { seq: 'asc' },
      take: batch,
    })
    if (found.length > 0) yield found.map(auditRowOf)
    const last = found.at(-1)
    if (!last || found.length < batch) return
    after = last.seq
  }
}

async function* jsonLines(batches: AsyncGenerator<AuditRow[]>): AsyncGenerator<string> {
  for await (const batch of batches) yield batch.map((row) => `${JSON.stringify(row)}\n`).join('')
}

async function* csv(batches: AsyncGenerator<AuditRow[]>): AsyncGenerator<string> {
  yield stringify([[...columns]])
  for await (const batch of batches) {
    yield stringify(
      batch.map((row) =>
        columns.map((column) => {
          const value = row[column]
          if (value instanceof Date) return value.toISOString()
          return typeof value === 'object' && value !== null ? safeCell(JSON.stringify(value)) : safeCell(value)
        }),
      ),
    )
  }
}

/** Text that begins like a formula must not run as one. Numbers of our own stay numbers. */
export function safeCell(value: string | number | null): string | number | null {
  return typeof value === 'string' && /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value
}
