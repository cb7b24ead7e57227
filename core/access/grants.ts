import { randomUUID } from 'node:crypto'
import type { Tx } from '@/prisma/client'
import type { Actor } from '../actor'
import { appendAudit, type Json } from '../audit/append'
import { GatehouseError } from '../errors'
import { parseInput } from '../list'
import type { Platform } from '../platform'
import { foldKey } from '../text'
import { inTransaction, takeTurn, writeNamed } from '../transaction'
import { requireAllowed } from './decide'
import { type GrantInput, grantInput, maxGrants } from './grant-input'
import { parseTagExpression, TagExpressionError } from './tag-expression'

export { grantInput, grantListQuery } from './grant-input'
export type { GrantDetail, GrantSummary } from './grant-reads'
export { getGrant, listGrants } from './grant-reads'

/**
 * Adds a grant ({@link grantInput}). Throws `not-allowed`, `invalid-input` (for a tag expression with `position`, from 1),
 * `already-exists`, `limit-reached`, and `not-found` for a user, group, host or group of hosts that isn't there.
 */
export async function createGrant(platform: Platform, actor: Actor, input: unknown): Promise<{ id: string }> {
  requireAllowed(actor, 'grant.edit', platform.config.access)
  const wanted = parseGrant(input)
  const id = randomUUID()
  const now = new Date()
  await writeNamed(platform.db, { what: 'grant', name: wanted.name }, async (tx) => {
    await takeTurn(tx)
    if ((await tx.grant.count({ where: { requestId: null } })) >= maxGrants)
      throw new GatehouseError('limit-reached', { what: 'grants', limit: maxGrants })
    const dates = { createdAt: now, updatedAt: now, disabledAt: wanted.disabled ? now : null }
    await tx.grant.create({ data: { id, ...columns(wanted), ...dates, createdBy: actor.name } })
    await insertParts(tx, id, wanted)
    await audit(tx, actor, 'grant.create', { id, name: wanted.name }, { after: await snapshot(tx, id) })
  })
  return { id }
}

/** Replaces all that a grant says. Throws as {@link createGrant}, `not-found`, and `conflict` when `basedOn` is given and it changed since. */
export async function updateGrant(platform: Platform, actor: Actor, id: string, input: unknown): Promise<void> {
  requireAllowed(actor, 'grant.edit', platform.config.access)
  const wanted = parseGrant(input)
  await writeNamed(platform.db, { what: 'grant', name: wanted.name }, async (tx) => {
    await takeTurn(tx)
    const present = await tx.grant.findUnique({ where: { id } })
    if (!present) throw new GatehouseError('not-found', { what: 'grant' })
    requireByHand(present)
    if (wanted.basedOn && wanted.basedOn.getTime() !== present.updatedAt.getTime()) {
      throw new GatehouseError('conflict', { reason: 'edited-meanwhile', what: 'grant' })
    }
    const before = await snapshot(tx, id)
    const now = new Date()
    const disabledAt = wanted.disabled ? (present.disabledAt ?? now) : null
    await tx.grant.update({ where: { id }, data: { ...columns(wanted), disabledAt, updatedAt: now } })
    await tx.grantSubject.deleteMany({ where: { grantId: id } })
    await tx.grantHost.deleteMany({ where: { grantId: id } })
    await tx.grantHostGroup.deleteMany({ where: { grantId: id } })
    await insertParts(tx, id, wanted)
    // Whoever is asked from now on is asked about what waits already.
    const { approverGroupId } = wanted
    if (approverGroupId !== undefined) {
      await tx.accessRequest.updateMany({ where: { grantId: id, state: 'pending' }, data: { approverGroupId } })
    }
    await audit(tx, actor, 'grant.update', { id, name: wanted.name }, { before, after: await snapshot(tx, id) })
  })
}

/** Deletes a grant; sessions that rested on it alone are cut off. Throws `not-allowed`, `not-found`. */
export async function deleteGrant(platform: Platform, actor: Actor, id: string): Promise<void> {
  requireAllowed(actor, 'grant.edit', platform.config.access)
  await inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    await removeGrant(tx, actor, id)
  })
}

/** The same in the caller's transaction, which has taken its turn, for those who were allowed already. Throws `not-found`. */
export async function removeGrant(tx: Tx, actor: Actor, id: string): Promise<void> {
  const present = await tx.grant.findUnique({ where: { id }, select: { name: true, requestId: true } })
  if (!present) throw new GatehouseError('not-found', { what: 'grant' })
  requireByHand(present)
  const before = await snapshot(tx, id)
  await tx.grant.delete({ where: { id } })
  await audit(tx, actor, 'grant.delete', { id, name: present.name }, { before })
}

/** What a form, the API or the command line gives, checked; throws as {@link createGrant} says, without looking at any row. */
export function parseGrant(input: unknown): GrantInput {
  const wanted = parseInput(grantInput, input)
  if (wanted.tagExpression === null) return wanted
  try {
    parseTagExpression(wanted.tagExpression)
  } catch (error) {
    if (!(error instanceof TagExpressionError)) throw error
    const field = 'tagExpression'
    throw new GatehouseError(
      'invalid-input',
      { field, position: error.position + 1 },
      { [field]: `tags-${error.problem}` },
    )
  }
  return wanted
}

/** A grant's own columns as they are stored, but for its dates. */
export function columns(wanted: GrantInput) {
  const { name, description, everyone, allHosts, tagExpression, validFrom, validUntil, schedule } = wanted
  return {
    name,
    nameKey: foldKey(name),
    description,
    searchKey: foldKey([name, description, tagExpression ?? ''].join('\n')),
    everyone,
    allHosts,
    tagExpression,
    logins: JSON.stringify(wanted.logins),
    capabilities: JSON.stringify(wanted.capabilities),
    validFrom,
    validUntil,
    networks: JSON.stringify(wanted.networks),
    schedule: schedule && JSON.stringify(schedule),
    requiresSecondFactor: wanted.requiresSecondFactor,
    requiresReason: wanted.requiresReason,
    credentials: wanted.credentials === 'any' ? null : wanted.credentials,
    proofMinutes: wanted.proofMinutes,
    approvals: wanted.approvals,
    approverGroupId: wanted.approverGroupId,
    breakGlass: wanted.breakGlass,
  }
}

/** What a request gave is ended by its request alone: otherwise the request would tell what isn't so. */
function requireByHand({ requestId }: { requestId: string | null }): void {
  if (requestId) throw new GatehouseError('from-request', { what: 'grant' })
}

async function insertParts(
  tx: Tx,
  grantId: string,
  { userIds, groupIds, hostIds, hostGroupIds, approverGroupId }: GrantInput,
): Promise<void> {
  const approvers = approverGroupId ? [approverGroupId] : []
  const present = {
    user: await tx.user.count({ where: { id: { in: userIds } } }),
    group: await tx.userGroup.count({ where: { id: { in: groupIds } } }),
    approvers: await tx.userGroup.count({ where: { id: { in: approvers } } }),
    host: await tx.host.count({ where: { id: { in: hostIds } } }),
    'host-group': await tx.hostGroup.count({ where: { id: { in: hostGroupIds } } }),
  }
  const wanted = {
    user: userIds.length,
    group: groupIds.length,
    approvers: approvers.length,
    host: hostIds.length,
    'host-group': hostGroupIds.length,
  }
  const kinds = ['user', 'group', 'approvers', 'host', 'host-group'] as const
  const what = kinds.find((kind) => present[kind] < wanted[kind])
  if (what) throw new GatehouseError('not-found', { what })
  await tx.grantSubject.createMany({
    data: [
      ...userIds.map((userId) => ({ id: randomUUID(), grantId, userId })),
      ...groupIds.map((groupId) => ({ id: randomUUID(), grantId, groupId })),
    ],
  })
  await tx.grantHost.createMany({ data: hostIds.map((hostId) => ({ grantId, hostId })) })
  await tx.grantHostGroup.createMany({ data: hostGroupIds.map((groupId) => ({ grantId, groupId })) })
}

/** A grant as the audit log shows it before and after a change: users, groups and hosts by name. */
async function snapshot(tx: Tx, id: string) {
  const name = { select: { name: true } } as const
  const row = await tx.grant.findUniqueOrThrow({
    where: { id },
    include: {
      subjects: { include: { user: name, group: name } },
      hosts: { include: { host: name } },
      hostGroups: { include: { group: name } },
    },
  })
  return {
    name: row.name,
    description: row.description,
    everyone: row.everyone,
    users: row.subjects.flatMap(({ user }) => user?.name ?? []).sort(),
    groups: row.subjects.flatMap(({ group }) => group?.name ?? []).sort(),
    allHosts: row.allHosts,
    hosts: row.hosts.map(({ host }) => host.name).sort(),
    hostGroups: row.hostGroups.map(({ group }) => group.name).sort(),
    tagExpression: row.tagExpression,
    logins: parsed(row.logins),
    capabilities: parsed(row.capabilities),
    validFrom: row.validFrom?.toISOString() ?? null,
    validUntil: row.validUntil?.toISOString() ?? null,
    networks: parsed(row.networks),
    schedule: row.schedule === null ? null : parsed(row.schedule),
    requiresSecondFactor: row.requiresSecondFactor,
    requiresReason: row.requiresReason,
    credentials: row.credentials ?? 'any',
    proofMinutes: row.proofMinutes,
    approvals: row.approvals,
    approverGroupId: row.approverGroupId,
    breakGlass: row.breakGlass,
    disabled: row.disabledAt !== null,
  }
}

/** JSON text as the log shows it: what isn't JSON, as the text that it is. */
function parsed(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

type Snapshot = Awaited<ReturnType<typeof snapshot>>

async function audit(
  tx: Tx,
  actor: Actor,
  action: 'grant.create' | 'grant.update' | 'grant.delete',
  { id, name }: { id: string; name: string },
  change: { before?: Snapshot; after?: Snapshot },
): Promise<void> {
  await appendAudit(tx, {
    actor,
    action,
    outcome: 'success',
    target: { kind: 'grant', id, name },
    detail: { ...change },
  })
}
