import type { Db, Tx } from '@/prisma/client'
import type { UserActor } from '../actor'
import { appendAudit } from '../audit/append'
import { GatehouseError } from '../errors'
import type { Platform } from '../platform'
import { inTransaction, takeTurn } from '../transaction'
import { isNew, maxDevices, newForMs } from './devices'

/** A device as its owner sees it. */
export interface DeviceSummary {
  id: string
  label: string
  address: string
  firstSeenAt: Date
  lastSeenAt: Date
  /** This very browser. */
  current: boolean
  /** Not yet confirmed by its owner. */
  isNew: boolean
}

/** A new device, as the notice on every page shows it. */
export type NewDevice = Pick<DeviceSummary, 'id' | 'label' | 'address' | 'firstSeenAt'>

/** One's own devices, the newest first. `mayConfirm`: whether this browser may say that a new one is its owner's. */
export async function listDevices(
  platform: Platform,
  actor: UserActor,
): Promise<{ devices: DeviceSummary[]; mayConfirm: boolean }> {
  const { db } = platform
  const [rows, here] = await Promise.all([
    db.knownDevice.findMany({
      where: { userId: actor.id },
      orderBy: [{ firstSeenAt: 'desc' }, { id: 'asc' }],
      take: maxDevices,
    }),
    deviceHere(db, actor),
  ])
  const devices = rows.map((row) => {
    const { id, label, address, firstSeenAt, lastSeenAt } = row
    return { id, label, address, firstSeenAt, lastSeenAt, current: id === here, isNew: isNew(row) }
  })
  return { devices, mayConfirm: await isTrusted(db, here) }
}

/** The new devices that this person is to know of: not the one they are at, newest first, at most ten. */
export async function newDevices(platform: Platform, actor: UserActor): Promise<NewDevice[]> {
  const here = await deviceHere(platform.db, actor)
  return platform.db.knownDevice.findMany({
    where: {
      userId: actor.id,
      confirmedAt: null,
      firstSeenAt: { gt: new Date(Date.now() - newForMs) },
      ...(here ? { id: { not: here } } : {}),
    },
    orderBy: [{ firstSeenAt: 'desc' }, { id: 'asc' }],
    take: 10,
    select: { id: true, label: true, address: true, firstSeenAt: true },
  })
}

/**
 * “That was me.” Throws `not-found`, and `not-allowed` on a device that is new itself: whoever broke in must not be able to
 * take the notice away.
 */
export async function confirmDevice(platform: Platform, actor: UserActor, id: string): Promise<void> {
  await inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    const here = await deviceHere(tx, actor)
    if (id === here || !(await isTrusted(tx, here))) {
      throw new GatehouseError('not-allowed', { action: 'device.confirm', reason: 'device-is-new' })
    }
    const device = await findOwn(tx, actor, id)
    await tx.knownDevice.update({ where: { id }, data: { confirmedAt: new Date() } })
    await note(tx, actor, 'device.confirm', { device: device.label, address: device.address })
  })
}

/**
 * “That wasn't me”: signs the device out, revokes the API tokens that were made on it, and forgets it, so that it is new should
 * it come back. The password is its owner's to change. Throws `not-found`, also for the device one is at.
 */
export async function disownDevice(platform: Platform, actor: UserActor, id: string): Promise<void> {
  const ended = await inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    if (id === (await deviceHere(tx, actor))) throw new GatehouseError('not-found', { what: 'device' })
    const device = await findOwn(tx, actor, id)
    const begun = await tx.webSession.findMany({
      where: { userId: actor.id, deviceId: id },
      select: { id: true, revokedAt: true },
    })
    const made = { webSessionId: { in: begun.map((session) => session.id) }, revokedAt: null }
    const tokens = await tx.apiToken.findMany({ where: made, select: { name: true } })
    const now = new Date()
    await tx.webSession.updateMany({
      where: { userId: actor.id, deviceId: id, revokedAt: null },
      data: { revokedAt: now },
    })
    await tx.apiToken.updateMany({ where: made, data: { revokedAt: now } })
    await tx.knownDevice.delete({ where: { id } })
    await note(tx, actor, 'device.disown', {
      device: device.label,
      address: device.address,
      revokedTokens: tokens.map(({ name }) => name),
    })
    return begun.filter((session) => !session.revokedAt)
  })
  for (const session of ended) await platform.live.endWebSession(session.id)
}

/** The device of this web session; null for one from before devices were known. */
async function deviceHere(db: Db | Tx, actor: UserActor): Promise<string | null> {
  const session = await db.webSession.findUnique({ where: { id: actor.webSessionId }, select: { deviceId: true } })
  return session?.deviceId ?? null
}

/** A device that was forgotten meanwhile is not trusted: fifty further sign-ins would else do that. */
async function isTrusted(db: Db | Tx, id: string | null): Promise<boolean> {
  if (id === null) return true
  const row = await db.knownDevice.findUnique({ where: { id } })
  return row !== null && !isNew(row)
}

async function findOwn(tx: Tx, actor: UserActor, id: string) {
  const device = await tx.knownDevice.findFirst({ where: { id, userId: actor.id } })
  if (!device) throw new GatehouseError('not-found', { what: 'device' })
  return device
}

async function note(
  tx: Tx,
  actor: UserActor,
  action: 'device.confirm' | 'device.disown',
  detail: { [key: string]: string | string[] },
): Promise<void> {
  const target = { kind: 'user' as const, id: actor.id, name: actor.name }
  await appendAudit(tx, { actor, action, outcome: 'success', target, detail })
}
