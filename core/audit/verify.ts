import type { Db } from '@/prisma/client'
import { genesisHash, hashEvent } from './append'

/** What the verifier found: the whole chain holds, or the first event at which it doesn't. */
export type ChainVerdict =
  | { intact: true; events: number; head: string }
  | { intact: false; seq: number; problem: 'changed' | 'missing' | 'reordered' | 'head-mismatch' }

const batch = 1000

/**
 * Follows the hash chain from its beginning. `missing`: no event has this number. `changed`: its content isn't what was
 * hashed. `reordered`: it doesn't follow on the one before. `head-mismatch`: events after the last were cut off or added.
 */
export async function verifyAudit(db: Db): Promise<ChainVerdict> {
  let expected = 1
  let previous = genesisHash
  for (;;) {
    const events = await db.auditEvent.findMany({
      where: { seq: { gte: expected } },
      orderBy: { seq: 'asc' },
      take: batch,
    })
    for (const event of events) {
      if (event.seq !== expected) return { intact: false, seq: expected, problem: 'missing' }
      const { hash, searchKey: _searchKey, ...hashed } = event
      if (hashEvent(hashed) !== hash) return { intact: false, seq: event.seq, problem: 'changed' }
      if (event.prevHash !== previous) return { intact: false, seq: event.seq, problem: 'reordered' }
      previous = hash
      expected += 1
    }
    if (events.length < batch) break
  }
  const head = await db.auditHead.findUnique({ where: { id: 'head' } })
  // Events may have been appended while this ran; the head is then further on, and they are there.
  if (head && head.seq >= expected && (await db.auditEvent.findUnique({ where: { seq: expected } }))) {
    return { intact: true, events: expected - 1, head: previous }
  }
  if (head?.seq !== expected - 1 || head.hash !== previous) {
    return { intact: false, seq: expected, problem: 'head-mismatch' }
  }
  return { intact: true, events: expected - 1, head: previous }
}
