import { randomUUID } from 'node:crypto'
import type { Tx } from '@/prisma/client'
import type { Actor } from '../actor'
import { appendAudit } from '../audit/append'
import { foldKey } from '../text'
import type { RequestRow } from './request-rows'

/**
 * Makes the grant of an approved request, in the transaction that approves it: one person, one account, shells, until then.
 * Networks, hours and the second factor aren't copied: the decision reads them where they stand, in the grant that was asked
 * under (core/access/reach.ts), so that a change there takes effect at once.
 */
export async function give(
  tx: Tx,
  actor: Actor,
  request: Pick<RequestRow, 'id' | 'userId' | 'userName' | 'hostName' | 'login' | 'grantId'>,
  hostId: string,
  validUntil: Date,
): Promise<string> {
  const id = randomUUID()
  const now = new Date()
  const name = `${request.userName}: ${request.login}@${request.hostName}`
  await tx.grant.create({
    data: {
      id,
      name,
      nameKey: `request:${request.id}`,
      description: '',
      searchKey: foldKey(name),
      everyone: false,
      allHosts: false,
      tagExpression: null,
      logins: JSON.stringify([request.login]),
      capabilities: JSON.stringify(['shell']),
      validFrom: now,
      validUntil,
      networks: '[]',
      schedule: null,
      requiresSecondFactor: false,
      requiresReason: false,
      requestId: request.id,
      basisId: request.grantId,
      createdAt: now,
      updatedAt: now,
      createdBy: actor.name,
      subjects: { create: { id: randomUUID(), userId: request.userId } },
      hosts: { create: { hostId } },
    },
  })
  await appendAudit(tx, {
    actor,
    action: 'grant.create',
    outcome: 'success',
    target: { kind: 'grant', id, name },
    detail: { request: request.id, validUntil: validUntil.toISOString() },
  })
  return id
}

/** Takes what a request gave away, in the caller's transaction. The rules are read anew by everyone: the event says so. */
export async function takeBack(tx: Tx, actor: Actor, requestId: string): Promise<void> {
  const grant = await tx.grant.findUnique({ where: { requestId }, select: { id: true, name: true } })
  if (!grant) return
  await tx.grant.delete({ where: { id: grant.id } })
  await appendAudit(tx, {
    actor,
    action: 'grant.delete',
    outcome: 'success',
    target: { kind: 'grant', ...grant },
    detail: { request: requestId },
  })
}
