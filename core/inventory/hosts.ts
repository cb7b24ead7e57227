import { randomUUID } from 'node:crypto'
import type { Tx } from '@/prisma/client'
import { requireAllowed } from '../access/decide'
import type { Actor } from '../actor'
import { appendAudit } from '../audit/append'
import { GatehouseError } from '../errors'
import { parseInput } from '../list'
import type { Platform } from '../platform'
import { foldKey } from '../text'
import { inTransaction, isUniqueViolation, takeTurn } from '../transaction'
import { requireAddressAllowed } from './address'
import { type HostInput, hostInput, hostSearchKey } from './host-input'

export { hostInput, hostListQuery } from './host-input'
export type { AccountSummary, HostDetail, HostSummary } from './host-reads'
export { getAccount, getHost, listHosts, listTags, lookupHosts } from './host-reads'

/**
 * Adds a host with its tags and accounts ({@link hostInput}). Throws `invalid-input`, `address-forbidden`,
 * `already-exists` (field `name` or `address`) and `not-found` for a credential that isn't there.
 */
export async function createHost(platform: Platform, actor: Actor, input: unknown): Promise<{ id: string }> {
  requireAllowed(actor, 'host.edit', platform.config.access)
  const wanted = parseHost(platform, input)
  const id = randomUUID()
  const now = new Date()
  await writing(platform, async (tx) => {
    await takeTurn(tx)
    await requireUnique(tx, wanted)
    await requireCredentials(tx, wanted)
    await tx.host.create({ data: { id, ...columns(wanted), createdAt: now, updatedAt: now } })
    await tx.hostTag.createMany({ data: wanted.tags.map((tag) => ({ hostId: id, tag })) })
    await tx.account.createMany({
      data: wanted.accounts.map(({ login, credentialId }) => ({ id: randomUUID(), hostId: id, login, credentialId })),
    })
    await appendAudit(tx, {
      actor,
      action: 'host.create',
      outcome: 'success',
      target: { kind: 'host', id, name: wanted.name },
      host: { id, name: wanted.name },
      detail: { after: await snapshot(tx, id) },
    })
  })
  return { id }
}

/**
 * Replaces a host's fields, tags and accounts by `input` ({@link hostInput}); accounts keep their id when it is given.
 * A new address or port forgets the pinned host keys: they proved another machine. Throws as {@link createHost}, and
 * `conflict` when `basedOn` is given and someone else changed the host since.
 */
export async function updateHost(platform: Platform, actor: Actor, id: string, input: unknown): Promise<void> {
  requireAllowed(actor, 'host.edit', platform.config.access)
  const wanted = parseHost(platform, input)
  await writing(platform, async (tx) => {
    await takeTurn(tx)
    const present = await tx.host.findUnique({ where: { id } })
    if (!present) throw new GatehouseError('not-found', { what: 'host' })
    if (wanted.basedOn && wanted.basedOn.getTime() !== present.updatedAt.getTime()) {
      throw new GatehouseError('conflict', { reason: 'edited-meanwhile', what: 'host' })
    }
    await requireUnique(tx, wanted, id)
    await requireCredentials(tx, wanted)
    const before = await snapshot(tx, id)
    await tx.host.update({ where: { id }, data: { ...columns(wanted), updatedAt: new Date() } })
    await tx.hostTag.deleteMany({ where: { hostId: id } })
    await tx.hostTag.createMany({ data: wanted.tags.map((tag) => ({ hostId: id, tag })) })
    await replaceAccounts(tx, id, wanted)
    const moved = present.address !== wanted.address || present.port !== wanted.port
    const forgotten = moved ? await tx.hostKey.findMany({ where: { hostId: id } }) : []
    if (moved) await tx.hostKey.deleteMany({ where: { hostId: id } })
    await appendAudit(tx, {
      actor,
      action: 'host.update',
      outcome: 'success',
      target: { kind: 'host', id, name: wanted.name },
      host: { id, name: wanted.name },
      detail: {
        before,
        after: await snapshot(tx, id),
        ...(forgotten.length > 0 ? { forgottenHostKeys: forgotten.map((key) => key.fingerprint) } : {}),
      },
    })
  })
}

/** Deletes a host with its tags, accounts and pinned keys. Its sessions and their recordings stay. Throws `not-found`. */
export async function deleteHost(platform: Platform, actor: Actor, id: string): Promise<void> {
  requireAllowed(actor, 'host.edit', platform.config.access)
  await inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    const host = await tx.host.findUnique({ where: { id } })
    if (!host) throw new GatehouseError('not-found', { what: 'host' })
    const before = await snapshot(tx, id)
    await tx.host.delete({ where: { id } })
    await appendAudit(tx, {
      actor,
      action: 'host.delete',
      outcome: 'success',
      target: { kind: 'host', id, name: host.name },
      host: { id, name: host.name },
      detail: { before },
    })
  })
}

function parseHost(platform: Platform, input: unknown): HostInput {
  const wanted = parseInput(hostInput, input)
  requireAddressAllowed(wanted.address, platform.config.forbiddenTargets)
  return wanted
}

function columns(wanted: HostInput) {
  const { name, address, port, notes, encoding } = wanted
  return { name, nameKey: foldKey(name), address, port, notes, encoding, searchKey: hostSearchKey(wanted) }
}

async function requireUnique(tx: Tx, wanted: HostInput, exceptId?: string): Promise<void> {
  const others = exceptId === undefined ? {} : { id: { not: exceptId } }
  const sameName = await tx.host.findFirst({ where: { nameKey: foldKey(wanted.name), ...others } })
  if (sameName) throw new GatehouseError('already-exists', { what: 'host', name: sameName.name }, { name: 'taken' })
  const sameAddress = await tx.host.findFirst({ where: { address: wanted.address, port: wanted.port, ...others } })
  if (sameAddress) {
    throw new GatehouseError('already-exists', { what: 'host', name: sameAddress.name }, { address: 'taken' })
  }
}

async function requireCredentials(tx: Tx, wanted: HostInput): Promise<void> {
  const ids = [...new Set(wanted.accounts.flatMap(({ credentialId }) => credentialId ?? []))]
  const present = await tx.credential.findMany({ where: { id: { in: ids } }, select: { id: true } })
  if (present.length < ids.length) throw new GatehouseError('not-found', { what: 'credential' })
}

/** Accounts that stay keep their id, so that links to their terminal go on working. */
async function replaceAccounts(tx: Tx, hostId: string, wanted: HostInput): Promise<void> {
  const present = await tx.account.findMany({ where: { hostId } })
  const matched = wanted.accounts.map((account) => ({
    ...account,
    id: present.find((row) => row.id === account.id || (!account.id && row.login === account.login))?.id,
  }))
  const kept = matched.flatMap(({ id }) => id ?? [])
  await tx.account.deleteMany({ where: { hostId, id: { notIn: kept } } })
  // Two accounts may exchange their logins: first out of each other's way (a login holds no spaces), then to their place.
  for (const id of kept) await tx.account.update({ where: { id }, data: { login: `moving ${id}` } })
  for (const { id, login, credentialId } of matched) {
    if (id) await tx.account.update({ where: { id }, data: { login, credentialId } })
    else await tx.account.create({ data: { id: randomUUID(), hostId, login, credentialId } })
  }
}

/** The host as the audit log shows it before and after a change. Credentials by name. */
async function snapshot(tx: Tx, id: string) {
  const host = await tx.host.findUniqueOrThrow({
    where: { id },
    include: {
      tags: { orderBy: { tag: 'asc' } },
      accounts: { orderBy: { login: 'asc' }, include: { credential: { select: { name: true } } } },
    },
  })
  return {
    name: host.name,
    address: host.address,
    port: host.port,
    notes: host.notes,
    encoding: host.encoding,
    tags: host.tags.map(({ tag }) => tag),
    accounts: host.accounts.map(({ login, credential }) => ({ login, credential: credential?.name ?? null })),
  }
}

/** One transaction; a name or an address that another writer took in the same moment becomes `already-exists`. */
async function writing(platform: Platform, work: (tx: Tx) => Promise<void>): Promise<void> {
  try {
    await inTransaction(platform.db, work)
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new GatehouseError('already-exists', { what: 'host', name: '' })
  }
}
