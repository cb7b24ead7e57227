import { randomUUID } from 'node:crypto'
import type { Tx } from '@/prisma/client'
import { requireAllowed } from '../access/decide'
import type { Actor } from '../actor'
import { appendAudit } from '../audit/append'
import { GatehouseError } from '../errors'
import { parseInput } from '../list'
import type { Platform } from '../platform'
import type { AuthMaterial } from '../sessions/order'
import { foldKey } from '../text'
import { inTransaction, takeTurn, writeNamed } from '../transaction'
import { changedCredential, newCredential } from './credential-input'
import { type CredentialSummary, kindOf, summaryOf, summarySelect } from './credential-reads'
import { changedMaterial, materialFor } from './material'
import { credentialIdentity, openSecret, sealSecret } from './secrets'

export type { CredentialKind, CredentialSummary } from './credential-reads'
export {
  credentialChoices,
  credentialKinds,
  credentialListQuery,
  findCredentialByName,
  getCredential,
  listCredentials,
} from './credential-reads'

/**
 * Seals and stores a credential ({@link newCredential}); with kind `generated-key` an Ed25519 key is made here.
 * Throws the `key-…` codes for a private key that can't be used, and `already-exists` for a taken name.
 */
export async function createCredential(platform: Platform, actor: Actor, input: unknown): Promise<CredentialSummary> {
  requireAllowed(actor, 'credential.edit', platform.config.access)
  const wanted = parseInput(newCredential, input)
  const id = randomUUID()
  const { secret, facts } = await materialFor(platform, wanted)
  const now = new Date()
  return writeNamed(platform.db, { what: 'credential', name: wanted.name }, async (tx) => {
    await takeTurn(tx)
    const row = await tx.credential.create({
      data: {
        id,
        name: wanted.name,
        nameKey: foldKey(wanted.name),
        kind: secret.kind,
        ...facts,
        ...sealSecret(platform.vault, credentialIdentity(id), secret),
        createdAt: now,
        updatedAt: now,
      },
      select: summarySelect,
    })
    await appendAudit(tx, {
      actor,
      action: 'credential.create',
      outcome: 'success',
      target: { kind: 'credential', id, name: wanted.name },
      detail: { kind: secret.kind, generated: wanted.kind === 'generated-key', fingerprint: facts.fingerprint },
    })
    return summaryOf(row)
  })
}

/** Renames a credential, replaces its secret, or both ({@link changedCredential}). The kind stays. Throws as {@link createCredential}. */
export async function updateCredential(
  platform: Platform,
  actor: Actor,
  id: string,
  input: unknown,
): Promise<CredentialSummary> {
  requireAllowed(actor, 'credential.edit', platform.config.access)
  const wanted = parseInput(changedCredential, input)
  const present = await platform.db.credential.findUnique({ where: { id }, select: { kind: true } })
  if (!present) throw new GatehouseError('not-found', { what: 'credential' })
  const material = await changedMaterial(platform, kindOf(present.kind), wanted)
  return writeNamed(platform.db, { what: 'credential', name: wanted.name }, async (tx) => {
    await takeTurn(tx)
    const before = await tx.credential.findUnique({ where: { id }, select: summarySelect })
    if (!before) throw new GatehouseError('not-found', { what: 'credential' })
    const row = await tx.credential.update({
      where: { id },
      data: {
        name: wanted.name,
        nameKey: foldKey(wanted.name),
        updatedAt: new Date(),
        ...(material
          ? { ...material.facts, ...sealSecret(platform.vault, credentialIdentity(id), material.secret) }
          : {}),
      },
      select: summarySelect,
    })
    await appendAudit(tx, {
      actor,
      action: 'credential.update',
      outcome: 'success',
      target: { kind: 'credential', id, name: wanted.name },
      detail: {
        before: { name: before.name, fingerprint: before.fingerprint },
        after: { name: row.name, fingerprint: row.fingerprint },
        secretChanged: material !== undefined,
      },
    })
    return summaryOf(row)
  })
}

/** Deletes a credential that no account uses. Throws `in-use` with the number of accounts, `not-found`. */
export async function deleteCredential(platform: Platform, actor: Actor, id: string): Promise<void> {
  requireAllowed(actor, 'credential.edit', platform.config.access)
  await inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    const row = await tx.credential.findUnique({ where: { id }, select: summarySelect })
    if (!row) throw new GatehouseError('not-found', { what: 'credential' })
    const accounts = row._count.accounts
    if (accounts > 0) throw new GatehouseError('in-use', { what: 'credential', count: accounts })
    await tx.credential.delete({ where: { id } })
    await appendAudit(tx, {
      actor,
      action: 'credential.delete',
      outcome: 'success',
      target: { kind: 'credential', id, name: row.name },
      detail: { kind: row.kind, fingerprint: row.fingerprint },
    })
  })
}

/**
 * Opens a credential for one session's handshake and notes its use. For core/sessions alone, after the decision was yes
 * and inside the transaction that writes the session's row.
 */
export async function authMaterialFor(platform: Platform, tx: Tx, credentialId: string): Promise<AuthMaterial> {
  const row = await tx.credential.update({ where: { id: credentialId }, data: { lastUsedAt: new Date() } })
  return openSecret(platform.vault, credentialIdentity(row.id), row)
}
