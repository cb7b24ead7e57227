import { decide } from '../access/decide'
import { readPeople } from '../access/facts'
import { systemActor, type UserActor } from '../actor'
import { GatehouseError } from '../errors'
import { parseInput } from '../list'
import type { Platform } from '../platform'
import { inTransaction, takeTurn } from '../transaction'
import { mayApprove } from './basis'
import { takeBack } from './given'
import { noteInput } from './request-input'
import { auditRequest, readRequest } from './request-rows'

/** A grant that ended by itself stays so long, so that what ended can still be explained. */
const keepGivenMs = 24 * 3_600_000
const sweptAtOnce = 100

/**
 * Ends what a request gave, before its time: the asker gives it back, an approver or whoever may edit grants takes it. Sessions
 * that rest on it are cut off. Throws `not-found` for whom it isn't any business, `request-settled` when nothing is open.
 */
export async function revokeRequest(platform: Platform, actor: UserActor, id: string, input: unknown): Promise<void> {
  const { comment } = parseInput(noteInput, input)
  await inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    const request = await readRequest(tx, id)
    const person = (await readPeople(tx, [actor.id])).get(actor.id)
    const theirs =
      request.userId === actor.id ||
      decide(actor, 'grant.edit', platform.config.access).allowed ||
      (person !== undefined && mayApprove(person, request, request))
    if (!theirs || person?.disabled !== false) throw new GatehouseError('not-found', { what: 'request' })
    const now = new Date()
    const open = request.state === 'approved' && request.validUntil !== null && request.validUntil > now
    if (!open) throw new GatehouseError('request-settled', { state: request.state })
    await takeBack(tx, actor, id)
    await tx.accessRequest.update({
      where: { id },
      data: { state: 'revoked', validUntil: now, endedBy: actor.name, endComment: comment },
    })
    await auditRequest(tx, actor, 'request.revoke', request, comment ? { comment } : {})
  })
}

/**
 * Puts away what is over: requests that nobody answered in time, and grants of requests that ended a day ago. Nothing rests on
 * it being called: what is over counts as over from its moment on.
 */
export async function sweepRequests(platform: Platform): Promise<void> {
  const now = new Date()
  const { db } = platform
  const unanswered = await db.accessRequest.findMany({
    where: { state: 'pending', expiresAt: { lte: now } },
    select: { id: true },
    take: sweptAtOnce,
  })
  const ended = await db.grant.findMany({
    where: { requestId: { not: null }, validUntil: { lt: new Date(now.getTime() - keepGivenMs) } },
    select: { requestId: true },
    take: sweptAtOnce,
  })
  for (const { id } of unanswered) {
    await inTransaction(db, async (tx) => {
      await takeTurn(tx)
      const request = await readRequest(tx, id)
      if (request.state !== 'pending') return
      await tx.accessRequest.update({ where: { id }, data: { state: 'expired', decidedAt: request.expiresAt } })
      await auditRequest(tx, systemActor, 'request.expire', request)
    })
  }
  for (const { requestId } of ended) {
    if (!requestId) continue
    await inTransaction(db, async (tx) => {
      await takeTurn(tx)
      await takeBack(tx, systemActor, requestId)
    })
  }
}
