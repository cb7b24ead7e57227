import { requireAllowed } from '../access/decide'
import type { UserActor } from '../actor'
import { GatehouseError } from '../errors'
import { parseInput } from '../list'
import type { Platform } from '../platform'
import { inTransaction, takeTurn } from '../transaction'
import { commentInput } from './request-input'
import { auditRequest, readRequest } from './request-rows'

/**
 * Signs off what was done on a request, with what the reviewer found. Throws `not-allowed`, `step-up-required`, `own-request`, `not-found`,
 * `review-early` while the access or a session on it goes on, `request-settled` when it gave nothing or was signed already.
 */
export async function signReview(platform: Platform, actor: UserActor, id: string, input: unknown): Promise<void> {
  requireAllowed(actor, 'request.review', platform.config.access)
  const { comment } = parseInput(commentInput, input)
  await inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    const request = await readRequest(tx, id)
    const now = new Date()
    if (request.userId === actor.id) throw new GatehouseError('own-request')
    if (request.reviewState === 'signed') throw new GatehouseError('request-settled', { state: 'signed' })
    if (!request.validUntil) throw new GatehouseError('request-settled', { state: request.state })
    const running = await tx.session.count({ where: { grantId: request.givenId ?? '', endedAt: null } })
    if (request.validUntil > now || running > 0) throw new GatehouseError('review-early')
    await tx.accessRequest.update({
      where: { id },
      data: {
        reviewState: 'signed',
        reviewerId: actor.id,
        reviewerName: actor.name,
        reviewedAt: now,
        reviewComment: comment,
      },
    })
    await auditRequest(tx, actor, 'request.review', request, { comment })
  })
}
