import type { Platform } from '../platform'

/** Beyond so many events that are nothing to tell of, a place in the log is remembered anew. */
const rememberEvery = 1000

/** Up to which event a channel was told; one that was never told anything begins with what happens from now on. */
export async function toldUntil({ db }: Platform, channel: string): Promise<number> {
  const present = await db.noticeCursor.findUnique({ where: { channel } })
  if (present) return present.seq
  const seq = await headOf(db)
  await db.noticeCursor.create({ data: { channel, seq } })
  return seq
}

/**
 * After everything up to `told` was looked at and nothing came up to `head`: moves the place in the log on, so that it is not
 * searched from there again and again.
 */
export async function passOver({ db }: Platform, channel: string, told: number, head: number): Promise<void> {
  if (head - told < rememberEvery) return
  await db.noticeCursor.updateMany({ where: { channel, seq: told }, data: { seq: head } })
}

/** The last event's place. Read before events are: what comes in between is found the next time. */
export async function headOf(db: Pick<Platform['db'], 'auditHead'>): Promise<number> {
  return (await db.auditHead.findUniqueOrThrow({ where: { id: 'head' } })).seq
}
