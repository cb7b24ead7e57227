import { createHash, randomUUID } from 'node:crypto'
import type { Db, Tx } from '@/prisma/client'
import type { Actor } from '../actor'
import { foldKey } from '../text'
import { inTransaction } from '../transaction'
import type { AuditAction, AuditOutcome } from './actions'

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** What happened, as the code that did it says it. Never a secret: a secret is named ("password changed"), not shown. */
export interface AuditEntry {
  actor: Actor
  action: AuditAction
  outcome: AuditOutcome
  target?: {
    kind:
      | 'host'
      | 'grant'
      | 'request'
      | 'credential'
      | 'own-credential'
      | 'user'
      | 'group'
      | 'host-group'
      | 'role'
      | 'session'
      | 'host-key'
      | 'recording'
      | 'audit-log'
      | 'master-key'
      | 'snippet'
      | 'token'
    id?: string
    name: string
  }
  host?: { id?: string; name: string }
  sessionId?: string
  detail?: { [key: string]: Json }
}

/** Fields of a stored event that its hash covers, in this order. See docs/security.md, "The audit chain". */
export interface HashedEvent {
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
  detail: string
  prevHash: string
}

/** `prevHash` of the first event. */
export const genesisHash = '0'.repeat(64)

/** SHA-256 (hex) over the event's fields as one JSON array; `at` as ISO 8601 in UTC with milliseconds. */
export function hashEvent(event: HashedEvent): string {
  const fields = [
    event.seq,
    event.id,
    event.at.toISOString(),
    event.actorKind,
    event.actorId,
    event.actorName,
    event.clientAddress,
    event.action,
    event.outcome,
    event.targetKind,
    event.targetId,
    event.targetName,
    event.hostId,
    event.hostName,
    event.sessionId,
    event.detail,
    event.prevHash,
  ]
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex')
}

/**
 * Appends one event to the chain inside the caller's transaction, so that a change and its event stand or fall together.
 * Taking the head first puts writers in line: its row stays locked until the transaction ends, on both databases.
 */
export async function appendAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  const head = await tx.auditHead.update({ where: { id: 'head' }, data: { seq: { increment: 1 } } })
  const { actor } = entry
  const event: HashedEvent = {
    seq: head.seq,
    id: randomUUID(),
    at: new Date(),
    actorKind: actor.kind === 'user' && actor.token ? `${actor.token.kind}-token` : actor.kind,
    actorId: actor.kind === 'user' ? actor.id : null,
    actorName: actor.name,
    clientAddress: 'clientAddress' in actor ? actor.clientAddress : null,
    action: entry.action,
    outcome: entry.outcome,
    targetKind: entry.target?.kind ?? null,
    targetId: entry.target?.id ?? null,
    targetName: entry.target?.name ?? null,
    hostId: entry.host?.id ?? null,
    hostName: entry.host?.name ?? null,
    sessionId: entry.sessionId ?? null,
    detail: JSON.stringify({ ...entry.detail, ...actingToken(actor) }),
    prevHash: head.hash,
  }
  const hash = hashEvent(event)
  await tx.auditEvent.create({ data: { ...event, hash, searchKey: searchKeyOf(event) } })
  await tx.auditHead.update({ where: { id: 'head' }, data: { hash } })
}

/** Which token acted in someone's name. */
function actingToken(actor: Actor): { [key: string]: Json } {
  if (actor.kind !== 'user' || !actor.token) return {}
  return { token: actor.token.name, tokenId: actor.token.id }
}

function searchKeyOf(event: HashedEvent): string {
  return foldKey([event.actorName, event.action, event.targetName, event.hostName, event.clientAddress].join('\n'))
}

/** Appends one event that stands alone, such as a failed sign-in. */
export async function recordAudit(db: Db, entry: AuditEntry): Promise<void> {
  await inTransaction(db, (tx) => appendAudit(tx, entry))
}
