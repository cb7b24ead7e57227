import type { Prisma, Tx } from '@/prisma/client'
import type { Actor } from '../actor'
import type { AuditAction } from '../audit/actions'
import { appendAudit, type Json } from '../audit/append'
import { GatehouseError } from '../errors'
import { foldKey } from '../text'
import { type RequestState, type ReviewState, requestStates, reviewStates, type Verdict } from './request-input'

export type StoredRequest = Prisma.AccessRequestGetPayload<{ include: { decisions: true } }>

/** A request as core works with it: the columns of text as what they are. */
export interface RequestRow extends Omit<StoredRequest, 'state' | 'reviewState' | 'decisions' | 'searchKey'> {
  state: RequestState
  reviewState: ReviewState
  decisions: (Omit<StoredRequest['decisions'][number], 'verdict'> & { verdict: Verdict })[]
  hostNameKey: string
}

/** The columns of text as what they are; one that says anything else opens nothing: it counts as refused. */
export function requestOf({ searchKey: _, ...row }: StoredRequest): RequestRow {
  return {
    ...row,
    state: requestStates.find((state) => state === row.state) ?? 'refused',
    reviewState: reviewStates.find((state) => state === row.reviewState) ?? 'none',
    decisions: row.decisions.map((decision) => ({
      ...decision,
      verdict: decision.verdict === 'approved' ? 'approved' : 'refused',
    })),
    hostNameKey: foldKey(row.hostName),
  }
}

/** The request as it is, for a transaction that has taken its turn. Throws `not-found`. */
export async function readRequest(tx: Tx, id: string): Promise<RequestRow> {
  const row = await tx.accessRequest.findUnique({ where: { id }, include: { decisions: true } })
  if (!row) throw new GatehouseError('not-found', { what: 'request' })
  return requestOf(row)
}

/** Throws `request-settled` unless it waits for an answer still. */
export function requirePending({ state, expiresAt }: RequestRow, now: Date): void {
  if (state !== 'pending') throw new GatehouseError('request-settled', { state })
  if (expiresAt <= now) throw new GatehouseError('request-settled', { state: 'expired' })
}

/** Writes what happened to a request into the audit log, in the caller's transaction. */
export async function auditRequest(
  tx: Tx,
  actor: Actor,
  action: Extract<AuditAction, `request.${string}`>,
  request: Pick<RequestRow, 'id' | 'userName' | 'login' | 'hostId' | 'hostName'>,
  detail: { [key: string]: Json } = {},
): Promise<void> {
  const { id, userName, login, hostId, hostName } = request
  await appendAudit(tx, {
    actor,
    action,
    outcome: 'success',
    target: { kind: 'request', id, name: `${userName}: ${login}@${hostName}` },
    host: { id: hostId ?? undefined, name: hostName },
    detail,
  })
}
