import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Tx } from '@/prisma/client'
import type { UserActor } from '../actor'
import { GatehouseError } from '../errors'
import { parseInput } from '../list'
import type { Platform } from '../platform'
import { nameSchema } from '../text'
import { inTransaction, takeTurn } from '../transaction'
import { note, requireOffered } from './enrolment'
import { issueChallenge, spendChallenge } from './passkey-challenges'
import { requireParty, wrongPasskey } from './passkey-proof'
import { withProof } from './proof'
import { firstRecoveryCodes } from './recovery-codes'
import { afterRemoval, factorKinds } from './second-factor'
import { revokeOtherWebSessions } from './web-sessions'
import { attestationInput, type CreationOptions, challengeIn, creationOptions, verifyCreation } from './webauthn'

/** Passkeys that one person may have. */
export const mostPasskeys = 10

const newPasskey = z.object({ name: nameSchema, passkey: attestationInput })
const newName = z.object({ name: nameSchema })

/**
 * Begins to add a passkey: answers what the browser asks the device for. Takes a proof: the password, or a factor of those who
 * have one. Throws what {@link withProof} and {@link requireOffered} throw, `not-allowed` where passkeys can't work, `limit-reached` for more than {@link mostPasskeys}.
 */
export async function beginPasskey(platform: Platform, actor: UserActor, shown: unknown): Promise<CreationOptions> {
  await requireOffered(platform, actor, 'passkey.add')
  const party = requireParty(platform)
  const existing = await withProof(platform, actor, 'passkey.add', shown, (tx) => requireRoom(tx, actor.id))
  const challenge = await issueChallenge(platform, { kind: 'enrol', userId: actor.id }, actor.clientAddress)
  return creationOptions(party, actor, challenge, existing)
}

/**
 * Adds the passkey that the device made; answers the recovery codes, shown this once: none for someone who has some already.
 * With a first factor every other browser of this person is signed out: it came in with the password alone. Throws
 * `passkey-wrong` when the answer isn't right, or nothing was begun by this person within a few minutes; `conflict` for a
 * passkey that is known already; `limit-reached`.
 */
export async function confirmPasskey(platform: Platform, actor: UserActor, input: unknown): Promise<string[]> {
  const { name, passkey } = parseInput(newPasskey, input)
  await requireOffered(platform, actor, 'passkey.add')
  const challenge = challengeIn(passkey)
  const begun = challenge && (await spendChallenge(platform, challenge, { kind: 'enrol', userId: actor.id }))
  if (!begun) throw wrongPasskey('challenge')
  const made = await verifyCreation(requireParty(platform), passkey, challenge)
  if (!made) throw wrongPasskey('signature')
  const { codes, first } = await inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    await requireRoom(tx, actor.id)
    if (await tx.passkey.findUnique({ where: { credentialId: made.credentialId } }))
      throw new GatehouseError('conflict')
    const { app, passkey: has } = await factorKinds(tx, actor.id)
    const transports = JSON.stringify(passkey.response.transports ?? [])
    const data = { id: randomUUID(), userId: actor.id, name, ...made, transports, createdAt: new Date() }
    await tx.passkey.create({ data })
    await tx.webSession.updateMany({ where: { id: actor.webSessionId }, data: { factorShownAt: data.createdAt } })
    const codes = await firstRecoveryCodes(tx, actor.id)
    await note(tx, actor, 'passkey.add', { passkey: name })
    return { codes, first: !app && !has }
  })
  if (first) await revokeOtherWebSessions(platform, actor)
  return codes
}

/** Gives one of one's own passkeys another name. Throws `not-found`. */
export async function renamePasskey(platform: Platform, actor: UserActor, id: string, input: unknown): Promise<void> {
  const { name } = parseInput(newName, input)
  await inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    const before = await findOwn(tx, actor, id)
    await tx.passkey.update({ where: { id }, data: { name } })
    await note(tx, actor, 'passkey.rename', { before: { passkey: before.name }, after: { passkey: name } })
  })
}

/**
 * Removes one of one's own passkeys, with a proof. Throws `second-factor-obligatory` when it is the last factor and the setting
 * demands one, what {@link withProof} throws, `not-found`.
 */
export async function removePasskey(platform: Platform, actor: UserActor, id: string, shown: unknown): Promise<void> {
  await withProof(platform, actor, 'passkey.remove', shown, async (tx) => {
    const { name } = await findOwn(tx, actor, id)
    await tx.passkey.delete({ where: { id } })
    await afterRemoval(platform, tx, actor)
    await note(tx, actor, 'passkey.remove', { passkey: name })
  })
}

async function findOwn(tx: Tx, actor: UserActor, id: string): Promise<{ name: string }> {
  const passkey = await tx.passkey.findFirst({ where: { id, userId: actor.id }, select: { name: true } })
  if (!passkey) throw new GatehouseError('not-found', { what: 'passkey' })
  return passkey
}

/** Answers the ids of the passkeys that there are. */
async function requireRoom(tx: Tx, userId: string): Promise<string[]> {
  const rows = await tx.passkey.findMany({ where: { userId }, select: { credentialId: true } })
  if (rows.length >= mostPasskeys) throw new GatehouseError('limit-reached', { limit: mostPasskeys })
  return rows.map((row) => row.credentialId)
}
