import type { UserActor } from '../actor'
import { appendAudit } from '../audit/append'
import type { Platform } from '../platform'
import { withProof } from './proof'

/**
 * Takes a fresh proof from someone who is signed in: sensitive actions (core/access/roles.ts) go on in this web session. `shown`
 * is a factor of those who have one, else the password; throws what {@link withProof} throws.
 */
export async function proveAgain(platform: Platform, actor: UserActor, shown: unknown): Promise<void> {
  await withProof(platform, actor, 'web-session.prove', shown, async (tx, proof) => {
    // Many, not one: it may have been revoked and removed this moment.
    const provenAt = new Date()
    // A factor opens what grants demand one for, too.
    const data = 'secondFactor' in proof ? { provenAt, factorShownAt: provenAt } : { provenAt }
    await tx.webSession.updateMany({ where: { id: actor.webSessionId }, data })
    await appendAudit(tx, {
      actor,
      action: 'web-session.prove',
      outcome: 'success',
      target: { kind: 'user', id: actor.id, name: actor.name },
      detail: { ...proof },
    })
  })
}
