'use server'

import { requireAllowed } from '@/core/access/decide'
import { hasNoPassword } from '@/core/identity/proof'
import { type FactorKinds, factorKinds } from '@/core/identity/second-factor'
import { proveAgain } from '@/core/identity/step-up'
import { type ActionResult, answer } from './action'
import { getPlatform } from './platform'
import { currentActor } from './request'
import { shownIn } from './shown'

/**
 * Which kinds of factor one has: what a fresh proof is asked by. `byProvider`: there is nothing here to prove oneself by, only
 * the sign-in through the identity provider.
 */
export async function ownKinds(): Promise<ActionResult<FactorKinds & { byProvider: boolean }>> {
  return answer(async () => {
    const [platform, actor] = [getPlatform(), await currentActor()]
    const kinds = await factorKinds(platform.db, actor.id)
    return { ...kinds, byProvider: !kinds.app && !kinds.passkey && (await hasNoPassword(platform, actor)) }
  })
}

/** Takes a fresh proof. */
export async function prove(form: FormData): Promise<ActionResult> {
  return answer(async () => {
    await proveAgain(getPlatform(), await currentActor(), shownIn(form))
    return null
  })
}

/** Whether the audit log may be exported now, asked before the download begins; the download asks again. */
export async function mayExportAudit(): Promise<ActionResult> {
  return mayExport('audit.export')
}

/** The same for a recording. */
export async function mayExportSession(): Promise<ActionResult> {
  return mayExport('session.export')
}

async function mayExport(action: 'audit.export' | 'session.export'): Promise<ActionResult> {
  return answer(async () => {
    requireAllowed(await currentActor(), action, getPlatform().config.access)
    return null
  })
}
