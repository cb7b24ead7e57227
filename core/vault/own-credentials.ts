import { randomUUID } from 'node:crypto'
import type { Prisma, Tx } from '@/prisma/client'
import { requireAllowed } from '../access/decide'
import type { UserActor } from '../actor'
import type { AuditAction } from '../audit/actions'
import { appendAudit, type Json } from '../audit/append'
import { GatehouseError, toGatehouseError } from '../errors'
import { getAccount } from '../inventory/host-reads'
import { parseInput } from '../list'
import type { Platform } from '../platform'
import type { AuthMaterial } from '../sessions/order'
import { foldKey } from '../text'
import { inTransaction, takeTurn, writeNamed } from '../transaction'
import { changedCredential, newCredential } from './credential-input'
import { kindOf } from './credential-reads'
import { changedMaterial, materialFor } from './material'
import { openSecret, ownCredentialIdentity, sealSecret } from './secrets'

/**
 * Seals and stores a credential of the actor's own ({@link newCredential}). Throws `not-allowed`, `limit-reached`, the `key-…`
 * codes for a private key that can't be used, and `already-exists` when another of theirs is called so.
 */
export async function createOwnCredential(
  platform: Platform,
  actor: UserActor,
  input: unknown,
): Promise<{ id: string }> {
  requireAllowed(actor, 'credential.edit-own', platform.config.access)
  const wanted = parseInput(newCredential, input)
  const id = randomUUID()
  const { secret, facts } = await materialFor(platform, wanted)
  const now = new Date()
  await writeNamed(platform.db, { what: 'credential', name: wanted.name }, async (tx) => {
    await takeTurn(tx)
    const limit = platform.config.maxOwnCredentials
    if ((await tx.ownCredential.count({ where: { ownerId: actor.id } })) >= limit) {
      throw new GatehouseError('limit-reached', { what: 'own-credentials', limit })
    }
    await tx.ownCredential.create({
      data: {
        id,
        ownerId: actor.id,
        name: wanted.name,
        nameKey: foldKey(wanted.name),
        kind: secret.kind,
        ...facts,
        ...sealSecret(platform.vault, ownCredentialIdentity(actor.id, id), secret),
        createdAt: now,
        updatedAt: now,
      },
    })
    await audit(
      tx,
      actor,
      'own-credential.create',
      { id, name: wanted.name },
      {
        kind: secret.kind,
        generated: wanted.kind === 'generated-key',
        fingerprint: facts.fingerprint,
      },
    )
  })
  return { id }
}

/** Renames one's own, replaces its secret, or both ({@link changedCredential}). Throws as {@link createOwnCredential}, `not-found` for another's. */
export async function updateOwnCredential(
  platform: Platform,
  actor: UserActor,
  id: string,
  input: unknown,
): Promise<void> {
  requireAllowed(actor, 'credential.edit-own', platform.config.access)
  const wanted = parseInput(changedCredential, input)
  const { kind } = await ownRow(platform.db, actor, id)
  const material = await changedMaterial(platform, kindOf(kind), wanted)
  await writeNamed(platform.db, { what: 'credential', name: wanted.name }, async (tx) => {
    await takeTurn(tx)
    const before = await ownRow(tx, actor, id)
    const sealed = material && sealSecret(platform.vault, ownCredentialIdentity(actor.id, id), material.secret)
    await tx.ownCredential.update({
      where: { id },
      data: {
        name: wanted.name,
        nameKey: foldKey(wanted.name),
        updatedAt: new Date(),
        ...material?.facts,
        ...sealed,
      },
    })
    await audit(
      tx,
      actor,
      'own-credential.update',
      { id, name: wanted.name },
      {
        before: { name: before.name, fingerprint: before.fingerprint },
        after: { name: wanted.name, fingerprint: material ? material.facts.fingerprint : before.fingerprint },
        secretChanged: material !== undefined,
      },
    )
  })
}

/** Deletes one's own; accounts that were opened with it go by what they have, or ask. Throws `not-allowed`, `not-found`. */
export async function deleteOwnCredential(platform: Platform, actor: UserActor, id: string): Promise<void> {
  requireAllowed(actor, 'credential.edit-own', platform.config.access)
  await inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    const { name, kind, fingerprint } = await ownRow(tx, actor, id)
    await tx.ownCredential.delete({ where: { id } })
    await audit(tx, actor, 'own-credential.delete', { id, name }, { kind, fingerprint })
  })
}

/**
 * Remembers with which of their own credentials the actor opens an account that they see; null: with what the account has
 * again. Throws `not-allowed`, `not-found`.
 */
export async function chooseOwnCredential(
  platform: Platform,
  actor: UserActor,
  accountId: string,
  credentialId: string | null,
): Promise<void> {
  requireAllowed(actor, 'credential.edit-own', platform.config.access)
  const { login, host } = await getAccount(platform, actor, accountId)
  const key = { userId: actor.id, accountId }
  await inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    const before = await tx.ownCredentialUse.findUnique({
      where: { userId_accountId: key },
      select: { credential: { select: { id: true, name: true } } },
    })
    const after = credentialId === null ? null : await ownRow(tx, actor, credentialId)
    const target = after ?? before?.credential
    if (!target || before?.credential.id === after?.id) return
    await tx.ownCredentialUse.deleteMany({ where: key })
    if (after) await tx.ownCredentialUse.create({ data: { ...key, credentialId: after.id } })
    await appendAudit(tx, {
      actor,
      action: 'own-credential.choose',
      outcome: 'success',
      target: { kind: 'own-credential', id: target.id, name: target.name },
      host: { id: host.id, name: host.name },
      detail: { login, before: before?.credential.name ?? null, after: after?.name ?? null },
    })
  })
}

/**
 * Opens one of the actor's own for one session's handshake and notes its use: as `authMaterialFor` does for a shared one, and
 * for core/sessions alone. The seal is bound to who acts, not to what the row says: one that was moved to somebody else in the
 * database opens for nobody. Throws `credential-unusable`.
 */
export async function ownMaterialFor(platform: Platform, tx: Tx, actor: UserActor, id: string): Promise<AuthMaterial> {
  const row = await tx.ownCredential.findUnique({ where: { id } })
  if (!row || row.ownerId !== actor.id) throw new GatehouseError('credential-unusable')
  await tx.ownCredential.update({ where: { id }, data: { lastUsedAt: new Date() } })
  try {
    return openSecret(platform.vault, ownCredentialIdentity(actor.id, id), row)
  } catch (cause) {
    throw new GatehouseError('credential-unusable', {}, {}, { cause: toGatehouseError(cause) })
  }
}

/** One's own, unsealed columns alone. Throws `not-found`, also for another's. */
async function ownRow(db: Pick<Tx, 'ownCredential'>, actor: UserActor, id: string) {
  const select = { id: true, name: true, kind: true, fingerprint: true } satisfies Prisma.OwnCredentialSelect
  const row = await db.ownCredential.findUnique({ where: { id, ownerId: actor.id }, select })
  if (!row) throw new GatehouseError('not-found', { what: 'credential' })
  return row
}

async function audit(
  tx: Tx,
  actor: UserActor,
  action: Extract<AuditAction, `own-credential.${string}`>,
  { id, name }: { id: string; name: string },
  detail: Record<string, Json>,
): Promise<void> {
  await appendAudit(tx, {
    actor,
    action,
    outcome: 'success',
    target: { kind: 'own-credential', id, name },
    detail,
  })
}
