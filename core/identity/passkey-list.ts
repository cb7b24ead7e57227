import type { UserActor } from '../actor'
import type { Platform } from '../platform'

/** A passkey as its owner's list shows it. */
export interface PasskeySummary {
  id: string
  name: string
  createdAt: Date
  lastUsedAt: Date | null
  /** Whether its maker keeps a copy, so that it outlives the device. */
  backedUp: boolean
}

/** One's own passkeys, in the order in which they were added. */
export async function listPasskeys({ db }: Platform, actor: UserActor): Promise<PasskeySummary[]> {
  return db.passkey.findMany({
    where: { userId: actor.id },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true, name: true, createdAt: true, lastUsedAt: true, backedUp: true },
  })
}

/** Whether the sign-in page need offer passkeys: not where none may be added and there are none. */
export async function passkeysInUse({ db, config }: Platform): Promise<boolean> {
  return config.secondFactor !== 'off' || (await db.passkey.findFirst({ select: { id: true } })) !== null
}
