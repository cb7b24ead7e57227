import type { Tx } from '@/prisma/client'
import { requireRecentProof } from '../access/decide'
import { readPeople } from '../access/facts'
import type { UserActor } from '../actor'
import { GatehouseError } from '../errors'
import { parseInput } from '../list'
import type { Platform } from '../platform'
import { inTransaction, takeTurn } from '../transaction'
import { type Basis, mayApprove, standingBasis } from './basis'
import { give } from './given'
import { approvalInput, commentInput } from './request-input'
import { auditRequest, type RequestRow, readRequest, requirePending } from './request-rows'

/** What has become of a request by a yes: whether it was the last one needed, and how many are still missing. */
export interface Approval {
  opened: boolean
  missing: number
}

/**
 * Says yes to a request, for the time asked or for less ({@link approvalInput}). With the last yes that is needed the access
 * begins, in the same transaction, for the shortest of the times: everything is looked at anew then, the asker, the
 * host, the grant that was asked under and each of the approvers. Throws `own-request`, `not-found` for whom it doesn't ask,
 * `request-settled`, `decided-already`, `step-up-required`, and `no-access` when what was asked under doesn't mean it any more.
 */
export async function approveRequest(
  platform: Platform,
  actor: UserActor,
  id: string,
  input: unknown,
): Promise<Approval> {
  const { comment, minutes } = parseInput(approvalInput, input)
  return inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    const { request, now } = await readForDecision(tx, actor, id)
    const basis = await standingBasis(platform, tx, request)
    await requireApprover(tx, actor, request, basis ?? request)
    requireRecentProof(actor, 'request.approve', platform.config.access)
    if (!basis || basis.approvals === 0) throw new GatehouseError('no-access', { condition: 'basis-gone' })
    const shortenedToMs = minutes === undefined ? null : minutes * 60_000
    if (shortenedToMs !== null && shortenedToMs > request.wantedMs) {
      throw new GatehouseError('invalid-input', { field: 'minutes' }, { minutes: 'out-of-range' })
    }
    const said = { approverId: actor.id, approverName: actor.name, verdict: 'approved' as const, comment }
    const decision = { requestId: id, ...said, shortenedToMs, at: now }
    await tx.requestDecision.create({ data: decision })
    const counted = await stillCounting(tx, { ...request, decisions: [...request.decisions, decision] }, basis)
    const missing = Math.max(0, basis.approvals - counted.length)
    const opened = missing === 0
    const times = counted.map((one) => one.shortenedToMs ?? request.wantedMs)
    const lasts = Math.min(request.wantedMs, platform.config.requestLongestMs, ...times)
    const validUntil = opened ? new Date(now.getTime() + lasts) : null
    await auditRequest(tx, actor, 'request.approve', request, {
      ...(comment ? { comment } : {}),
      ...(minutes === undefined ? {} : { minutes }),
      missing,
      ...(validUntil ? { validUntil: validUntil.toISOString() } : {}),
    })
    if (validUntil) {
      const place = { hostId: basis.hostId, hostName: basis.hostName }
      const givenId = await give(tx, actor, { ...request, ...place }, basis.hostId, validUntil)
      const data = { ...place, state: 'approved', decidedAt: now, validUntil, givenId }
      await tx.accessRequest.update({ where: { id }, data })
    }
    return { opened, missing }
  })
}

/** Says no to a request, with the reason: one no is enough. Throws as {@link approveRequest}. */
export async function refuseRequest(platform: Platform, actor: UserActor, id: string, input: unknown): Promise<void> {
  const { comment } = parseInput(commentInput, input)
  await inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    const { request, now } = await readForDecision(tx, actor, id)
    await requireApprover(tx, actor, request, (await standingBasis(platform, tx, request)) ?? request)
    requireRecentProof(actor, 'request.refuse', platform.config.access)
    const said = { approverId: actor.id, approverName: actor.name, verdict: 'refused', comment }
    await tx.requestDecision.create({ data: { requestId: id, ...said, at: now } })
    await tx.accessRequest.update({ where: { id }, data: { state: 'refused', decidedAt: now } })
    await auditRequest(tx, actor, 'request.refuse', request, { comment })
  })
}

async function readForDecision(tx: Tx, actor: UserActor, id: string): Promise<{ request: RequestRow; now: Date }> {
  const request = await readRequest(tx, id)
  const now = new Date()
  if (request.userId === actor.id) throw new GatehouseError('own-request')
  return { request, now }
}

/** Only who is asked learns how it stands. */
async function requireApprover(
  tx: Tx,
  actor: UserActor,
  request: RequestRow,
  asked: Pick<Basis, 'approverGroupId'>,
): Promise<void> {
  const person = (await readPeople(tx, [actor.id])).get(actor.id)
  if (!person || !mayApprove(person, request, asked)) throw new GatehouseError('not-found', { what: 'request' })
  requirePending(request, new Date())
  if (request.decisions.some(({ approverId }) => approverId === actor.id)) throw new GatehouseError('decided-already')
}

/** The approvals of those who may approve still, each of a different person: the key of the rows says so. */
async function stillCounting(tx: Tx, request: RequestRow, basis: Basis): Promise<RequestRow['decisions']> {
  const approvals = request.decisions.filter(({ verdict }) => verdict === 'approved')
  const people = await readPeople(
    tx,
    approvals.map(({ approverId }) => approverId),
  )
  return approvals.filter(({ approverId }) => {
    const person = people.get(approverId)
    return person !== undefined && mayApprove(person, request, basis)
  })
}
