import { randomUUID } from 'node:crypto'
import type { Prisma, Tx } from '@/prisma/client'
import type { UserActor } from '../actor'
import { appendAudit } from '../audit/append'
import type { Browser } from './browser'
import { hashToken, newToken } from './tokens'
import { browserLabel } from './user-agent'

/** So many devices of a person are known; beyond that the one that was used longest ago is forgotten. */
export const maxDevices = 50
/** For how long a new device is pointed out. After that it counts as one of its owner's, whether they said so or not. */
export const newForMs = 30 * 86_400_000

export interface MetDevice {
  id: string
  label: string
  /** Whether it was never seen before, and its owner has signed in elsewhere: they are to know. */
  unexpected: boolean
}

/**
 * Knows a browser again that signs in, or learns it. The caller has taken its turn (`takeTurn`). Someone's very first sign-in
 * is expected; one in a browser without the cookie is always new.
 */
export async function meetDevice(tx: Tx, userId: string, browser: Browser): Promise<MetDevice> {
  const label = browserLabel(browser.userAgent)
  const tokenHash = hashToken(`${userId}:${browser.device ?? newToken()}`)
  const now = new Date()
  const seen = { label, address: browser.clientAddress, lastSeenAt: now }
  const known = await tx.knownDevice.findUnique({ where: { tokenHash } })
  if (known) {
    await tx.knownDevice.update({ where: { id: known.id }, data: seen })
    return { id: known.id, label, unexpected: false }
  }
  const owner = await tx.user.findUnique({ where: { id: userId }, select: { lastSignInAt: true } })
  const unexpected = owner?.lastSignInAt != null
  const id = randomUUID()
  const confirmedAt = unexpected ? null : now
  await tx.knownDevice.create({ data: { id, userId, tokenHash, ...seen, firstSeenAt: now, confirmedAt } })
  await forgetOldest(tx, userId)
  return { id, label, unexpected }
}

/** The event of a sign-in on a device that was never seen before. A message to its owner by e-mail would begin here. */
export async function noteNewDevice(tx: Tx, actor: UserActor, device: MetDevice): Promise<void> {
  await appendAudit(tx, {
    actor,
    action: 'sign-in.new-device',
    outcome: 'success',
    target: { kind: 'user', id: actor.id, name: actor.name },
    detail: { device: device.label },
  })
}

async function forgetOldest(tx: Tx, userId: string): Promise<void> {
  const beyond = await tx.knownDevice.findMany({
    where: { userId },
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'asc' }],
    skip: maxDevices,
    select: { id: true },
  })
  if (beyond.length > 0) await tx.knownDevice.deleteMany({ where: { id: { in: beyond.map(({ id }) => id) } } })
}

export type DeviceRow = Prisma.KnownDeviceGetPayload<Record<string, never>>

/** Whether a device is still pointed out as new. */
export function isNew(row: Pick<DeviceRow, 'confirmedAt' | 'firstSeenAt'>): boolean {
  return row.confirmedAt === null && Date.now() - row.firstSeenAt.getTime() < newForMs
}
