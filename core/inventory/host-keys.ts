import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Tx } from '@/prisma/client'
import { askReach, refusalOf } from '../access/ask'
import { mayDo, requireAllowed } from '../access/decide'
import type { Actor } from '../actor'
import { appendAudit } from '../audit/append'
import { GatehouseError } from '../errors'
import { parseInput } from '../list'
import type { Platform } from '../platform'
import type { PresentedKey } from '../sessions/states'
import { inTransaction, takeTurn } from '../transaction'
import { endpointOf } from './endpoint'
import { parseKnownHosts } from './known-hosts'

/** Where a host key is pinned: at a host of the inventory, or at the place a quick connect goes to. */
export type KeyPlace =
  | { kind: 'host'; hostId: string; hostName: string; address: string; port: number }
  | { kind: 'endpoint'; address: string; port: number }

/** A pinned key as pages show it. */
export interface PinnedKey extends PresentedKey {
  id: string
  source: 'accepted' | 'replaced' | 'known-hosts'
  acceptedBy: string
  acceptedAt: Date
}

/** The most keys a place may have pinned: one of each type, and some to spare for a change of keys. */
const maxKeys = 16

/** How many hosts that share a key are told apart: those made from one image. */
const mostAlike = 500

/** The keys that a place is known by, oldest first. Empty: the host is unknown and a person decides. */
export async function pinnedKeysFor(platform: Platform, place: KeyPlace): Promise<PresentedKey[]> {
  return (await listHostKeys(platform, place)).map(({ keyType, fingerprint, publicKey }) => ({
    keyType,
    fingerprint,
    publicKey,
  }))
}

/** The same with who accepted each, when, and how it came. */
export async function listHostKeys(platform: Platform, place: KeyPlace): Promise<PinnedKey[]> {
  return rowsOf(platform.db, place)
}

/**
 * Pins the key of a host that was unknown until now. Throws `not-allowed` for whoever may not accept keys, `no-access` or `not-found` for whom no grant opens the host, and `conflict`
 * when another key was pinned in the meantime (a changed key is never accepted here, only by {@link replaceHostKeys}), or a place
 * outside the inventory shows the key of a host of the inventory: its grant would have to be asked.
 * The same key again is no error.
 */
export async function acceptHostKey(
  platform: Platform,
  actor: Actor,
  place: KeyPlace,
  presented: PresentedKey,
  sessionId?: string,
): Promise<void> {
  requireAllowed(actor, 'host-key.accept', platform.config.access)
  await requireReached(platform, actor, place)
  const key = readKey(platform, presented.publicKey)
  await inTransaction(platform.db, async (tx) => {
    // First the audit chain's lock, then the look: two people who accept at once come one after the other.
    await appendAudit(tx, {
      actor,
      action: 'host-key.accept',
      outcome: 'success',
      ...auditPlace(place, key),
      sessionId,
      detail: { fingerprint: key.fingerprint, keyType: key.keyType, address: place.address, port: place.port },
    })
    const pinned = await rowsOf(tx, place)
    if (pinned.some((row) => row.publicKey === key.publicKey)) return
    if (pinned.length > 0) throw new GatehouseError('conflict', { reason: 'host-key' })
    const { fingerprint, publicKey } = key
    const theirs = { fingerprint, publicKey, hostId: { not: null } }
    if (place.kind === 'endpoint' && (await tx.hostKey.count({ where: theirs })) > 0) {
      throw new GatehouseError('conflict', { reason: 'host-key' })
    }
    await insertKeys(tx, actor, place, [key], 'accepted')
  })
}

const replaceInput = z.object({
  publicKey: z.string().trim().min(1, 'field:required').max(8192),
  reason: z.string().trim().min(3, 'field:reason-required').max(500, 'field:too-long'),
})

/**
 * Replaces every pinned key of a place by the one that the host shows now. For administrators, with a reason: the answer
 * to a changed key. Both fingerprints and the reason go into the audit log.
 */
export async function replaceHostKeys(
  platform: Platform,
  actor: Actor,
  place: KeyPlace,
  input: unknown,
): Promise<void> {
  requireAllowed(actor, 'host-key.replace', platform.config.access)
  const { publicKey, reason } = parseInput(replaceInput, input)
  const key = readKey(platform, blobOf(publicKey))
  await inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    const before = await rowsOf(tx, place)
    await tx.hostKey.deleteMany({ where: whereOf(place) })
    await insertKeys(tx, actor, place, [key], 'replaced')
    await appendAudit(tx, {
      actor,
      action: 'host-key.replace',
      outcome: 'success',
      ...auditPlace(place, key),
      detail: {
        reason,
        address: place.address,
        port: place.port,
        before: before.map((row) => `${row.keyType} ${row.fingerprint}`),
        after: [`${key.keyType} ${key.fingerprint}`],
      },
    })
  })
}

/** Forgets one pinned key. Throws `not-found` when it isn't this place's. */
export async function removeHostKey(platform: Platform, actor: Actor, place: KeyPlace, keyId: string): Promise<void> {
  requireAllowed(actor, 'host-key.replace', platform.config.access)
  await inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    const key = (await rowsOf(tx, place)).find((row) => row.id === keyId)
    if (!key) throw new GatehouseError('not-found', { what: 'host-key' })
    await tx.hostKey.delete({ where: { id: keyId } })
    await appendAudit(tx, {
      actor,
      action: 'host-key.remove',
      outcome: 'success',
      ...auditPlace(place, key),
      detail: { fingerprint: key.fingerprint, keyType: key.keyType },
    })
  })
}

/**
 * Pins the keys that the pasted known_hosts text has for this place. When keys are pinned already, only the same ones
 * may come again: a type that would change is refused with `conflict`, since that is a replacement and wants a reason.
 * Throws `known-hosts-unreadable` (with `line`) when a line of this host's can't be read, and when none is this host's.
 */
export async function importKnownHosts(
  platform: Platform,
  actor: Actor,
  place: KeyPlace,
  text: string,
): Promise<{ added: number; known: number; others: number }> {
  requireAllowed(actor, 'host-key.accept', platform.config.access)
  await requireReached(platform, actor, place)
  if (text.length > 256 * 1024) throw new GatehouseError('too-large', { limit: 256 * 1024 })
  const name = place.kind === 'host' ? place.hostName : undefined
  const { found, others, unreadable } = parseKnownHosts(text, { address: place.address, port: place.port, name })
  if (found.length === 0) {
    throw new GatehouseError('known-hosts-unreadable', { line: unreadable[0] ?? 0, found: 0, others })
  }
  const keys = found.map(({ line, publicKey, keyType }) => {
    const key = readKey(platform, publicKey, line)
    if (key.keyType !== keyType) throw new GatehouseError('known-hosts-unreadable', { line })
    return key
  })
  const unique = [...new Map(keys.map((key) => [key.publicKey, key])).values()]
  if (unique.length > maxKeys) throw new GatehouseError('limit-reached', { limit: maxKeys })
  return inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    const pinned = await rowsOf(tx, place)
    const fresh = unique.filter((key) => !pinned.some((row) => row.publicKey === key.publicKey))
    const changed = fresh.find((key) => pinned.some((row) => row.keyType === key.keyType))
    if (changed) throw new GatehouseError('conflict', { reason: 'host-key', keyType: changed.keyType })
    if (pinned.length + fresh.length > maxKeys) throw new GatehouseError('limit-reached', { limit: maxKeys })
    await insertKeys(tx, actor, place, fresh, 'known-hosts')
    for (const key of fresh) {
      await appendAudit(tx, {
        actor,
        action: 'host-key.import',
        outcome: 'success',
        ...auditPlace(place, key),
        detail: { fingerprint: key.fingerprint, keyType: key.keyType, address: place.address, port: place.port },
      })
    }
    return { added: fresh.length, known: unique.length - fresh.length, others }
  })
}

/** The hosts of the inventory that are known by one of these keys, by id; a bounded number. */
export async function hostsKnownBy({ db }: Platform, keys: readonly PresentedKey[]): Promise<string[]> {
  if (keys.length === 0) return []
  const rows = await db.hostKey.findMany({
    where: {
      hostId: { not: null },
      fingerprint: { in: keys.map(({ fingerprint }) => fingerprint) },
      publicKey: { in: keys.map(({ publicKey }) => publicKey) },
    },
    select: { hostId: true },
    orderBy: { hostId: 'asc' },
    distinct: ['hostId'],
    take: mostAlike,
  })
  return rows.flatMap(({ hostId }) => hostId ?? [])
}

/** The {@link KeyPlace} of a host of the inventory. Throws `not-found`. */
export async function placeOfHost(platform: Platform, hostId: string): Promise<KeyPlace> {
  const host = await platform.db.host.findUnique({ where: { id: hostId } })
  if (!host) throw new GatehouseError('not-found', { what: 'host' })
  return { kind: 'host', hostId, hostName: host.name, address: host.address, port: host.port }
}

/** Whose key a person accepts they must reach, unless they may edit every host. Throws `no-access`, `not-found`. */
async function requireReached(platform: Platform, actor: Actor, place: KeyPlace): Promise<void> {
  if (place.kind !== 'host' || actor.kind !== 'user' || mayDo(actor.role, 'host.edit')) return
  // The session's own reason, proof and credential were looked at when it was opened.
  const unasked = { reason: undefined, credential: undefined, proofAgeMs: undefined }
  const question = { hostId: place.hostId, login: null, capability: null, ...unasked }
  const decision = await askReach(platform, actor, question)
  if (!decision.possible) throw refusalOf(decision, actor)
}

/** Takes the blob out of `type blob comment`, of a known_hosts line, or of the blob alone. */
function blobOf(text: string): string {
  return text.split(/\s+/).find((part) => part.startsWith('AAAA')) ?? text
}

function readKey(platform: Platform, blob: string, line?: number): PresentedKey {
  try {
    const { keyType, fingerprint, publicKey } = platform.keyTool.inspectPublicKey(blob)
    return { keyType, fingerprint, publicKey: publicKey.split(' ')[1] ?? '' }
  } catch (cause) {
    throw new GatehouseError('known-hosts-unreadable', line === undefined ? {} : { line }, {}, { cause })
  }
}

function whereOf(place: KeyPlace): { hostId: string } | { endpoint: string } {
  return place.kind === 'host' ? { hostId: place.hostId } : { endpoint: endpointOf(place.address, place.port) }
}

async function rowsOf(db: Tx, place: KeyPlace): Promise<PinnedKey[]> {
  const rows = await db.hostKey.findMany({ where: whereOf(place), orderBy: [{ acceptedAt: 'asc' }, { id: 'asc' }] })
  return rows.map(({ hostId: _, endpoint: __, source, ...row }) => ({
    ...row,
    source: source === 'replaced' || source === 'known-hosts' ? source : 'accepted',
  }))
}

async function insertKeys(
  tx: Tx,
  actor: Actor,
  place: KeyPlace,
  keys: readonly PresentedKey[],
  source: PinnedKey['source'],
): Promise<void> {
  await tx.hostKey.createMany({
    data: keys.map(({ keyType, fingerprint, publicKey }) => ({
      id: randomUUID(),
      ...whereOf(place),
      keyType,
      fingerprint,
      publicKey,
      source,
      acceptedBy: actor.name,
      acceptedAt: new Date(),
    })),
  })
}

function auditPlace(place: KeyPlace, key: PresentedKey) {
  const endpoint = endpointOf(place.address, place.port)
  return {
    target: { kind: 'host-key' as const, name: key.fingerprint },
    host: place.kind === 'host' ? { id: place.hostId, name: place.hostName } : { name: endpoint },
  }
}
