import type { Tx } from '@/prisma/client'
import type { UserActor } from '../actor'
import { GatehouseError } from '../errors'
import type { Platform } from '../platform'
import { issueChallenge, type Purpose, spendChallenge } from './passkey-challenges'
import { type RelyingParty, relyingPartyOf } from './relying-party'
import {
  type Assertion,
  challengeIn,
  handleOf,
  type RequestOptions,
  requestOptions,
  type Verification,
  verifyAssertion,
} from './webauthn'

/** Why an answer counted for nothing, for the audit log; whoever gave it is told the same each time. */
type WrongPasskey = 'challenge' | 'unknown' | 'not-theirs' | 'signature' | 'counter' | 'disabled'

/** A passkey's answer whose signature was right. It counts once {@link takePasskey} has taken it. */
export interface CheckedPasskey {
  id: string
  userId: string
  name: string
  counter: bigint
  backedUp: boolean
}

/** Alone a passkey stands for password and second factor: then its device must know who holds it. */
const verificationFor = (purpose: Purpose): Verification => (purpose.kind === 'sign-in' ? 'required' : 'preferred')

/** The name under which passkeys work here. Throws `not-allowed` where they can't. */
export function requireParty(platform: Platform): RelyingParty {
  const party = relyingPartyOf(platform.config)
  if (!party) throw new GatehouseError('not-allowed', { action: 'passkey.use', reason: 'setting-forbids' })
  return party
}

/**
 * The question for a passkey at the sign-in. It names nobody and no passkey: the device offers what it has, and nothing tells
 * whether a name exists. Throws `limit-reached`.
 */
export async function askForPasskey(
  platform: Platform,
  kind: 'sign-in' | 'second-factor',
  clientAddress: string,
): Promise<RequestOptions> {
  const party = requireParty(platform)
  const challenge = await issueChallenge(platform, { kind }, clientAddress)
  return requestOptions(party, challenge, verificationFor({ kind }))
}

/** The question for one of one's own passkeys, to prove that it is still oneself at the browser. */
export async function askForOwnPasskey(platform: Platform, actor: UserActor): Promise<RequestOptions> {
  const party = requireParty(platform)
  const purpose: Purpose = { kind: 'proof', userId: actor.id }
  const challenge = await issueChallenge(platform, purpose, actor.clientAddress)
  const rows = await platform.db.passkey.findMany({
    where: { userId: actor.id },
    select: { credentialId: true, transports: true },
  })
  const allowed = rows.map(({ credentialId, transports }) => ({
    id: credentialId,
    transports: transportsOf(transports),
  }))
  return requestOptions(party, challenge, verificationFor(purpose), allowed)
}

/** The column as the browser takes it; only this program writes it. */
function transportsOf(text: string): string[] {
  const list: unknown = JSON.parse(text)
  return Array.isArray(list) ? list.map(String) : []
}

/**
 * Checks a passkey's answer: the challenge is one of ours, for this purpose and unused; the passkey is known and, where
 * `userId` says so, theirs; the signature is right. The challenge is used up in any case. Throws `passkey-wrong`, with the
 * reason as the error's cause.
 */
export async function checkPasskey(
  platform: Platform,
  assertion: Assertion,
  purpose: Purpose,
  userId?: string,
): Promise<CheckedPasskey> {
  const challenge = challengeIn(assertion)
  if (!challenge || !(await spendChallenge(platform, challenge, purpose))) throw wrongPasskey('challenge')
  const passkey = await platform.db.passkey.findUnique({ where: { credentialId: assertion.id } })
  if (!passkey) throw wrongPasskey('unknown')
  const { userHandle } = assertion.response
  // The device says whose it is; a device that was asked for one passkey of several may leave it out (section 7.2, step 6).
  const handleFits = userHandle === undefined ? purpose.kind === 'proof' : userHandle === handleOf(passkey.userId)
  if (!handleFits || (userId !== undefined && passkey.userId !== userId)) throw wrongPasskey('not-theirs')
  const verification = verificationFor(purpose)
  const used = await verifyAssertion(requireParty(platform), assertion, passkey, { challenge, verification })
  if (!used) throw wrongPasskey('signature')
  return { id: passkey.id, userId: passkey.userId, name: passkey.name, ...used }
}

/**
 * Takes the answer, in the transaction that acts on it: the counter is compared and written in one statement, so that a copied
 * device that shows a number a second time is refused (section 6.1.1), and so is a passkey that was removed meanwhile.
 * Throws `passkey-wrong`.
 */
export async function takePasskey(tx: Tx, userId: string, checked: CheckedPasskey): Promise<void> {
  const { id, counter, backedUp } = checked
  const { count } = await tx.passkey.updateMany({
    where: { id, userId, ...(counter === 0n ? { counter: 0n } : { counter: { lt: counter } }) },
    data: { counter, backedUp, lastUsedAt: new Date() },
  })
  if (count !== 1) throw wrongPasskey('counter')
}

export function wrongPasskey(cause: WrongPasskey): GatehouseError {
  return new GatehouseError('passkey-wrong', {}, {}, { cause })
}
