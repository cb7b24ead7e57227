import type { systemActor, UserActor } from '../actor'
import { appendAudit } from '../audit/append'
import type { Platform } from '../platform'
import { inTransaction } from '../transaction'
import type { SessionTally } from './order'
import { interruptedReasons } from './reasons'
import type { PresentedKey, SessionEnd } from './states'

/**
 * The shell is open. Resolves when that is in the audit log: until then no input may reach the host. Doing it twice (the
 * portal was restarted meanwhile) changes nothing.
 */
export async function sessionOpened(
  platform: Platform,
  actor: UserActor,
  sessionId: string,
  openedAt: Date,
): Promise<void> {
  await inTransaction(platform.db, async (tx) => {
    const row = await tx.session.findUniqueOrThrow({ where: { id: sessionId } })
    if (row.openedAt) return
    await tx.session.update({ where: { id: sessionId }, data: { state: 'open', openedAt } })
    await appendAudit(tx, {
      actor,
      action: 'session.open',
      outcome: 'success',
      sessionId,
      target: { kind: 'session', id: sessionId, name: `${row.login}@${row.hostName}` },
      host: { id: row.hostId ?? undefined, name: row.hostName },
    })
  })
}

/**
 * Writes how a session ended: the row, its recording's measures and the audit event, together. Doing it twice changes
 * nothing.
 */
export async function finishSession(
  platform: Platform,
  actor: UserActor | typeof systemActor,
  sessionId: string,
  end: SessionEnd,
  tally: SessionTally,
): Promise<void> {
  const interrupted = interruptedReasons.has(end.reason) || !tally.recordingComplete
  await inTransaction(platform.db, async (tx) => {
    const row = await tx.session.findUnique({ where: { id: sessionId }, include: { recording: true } })
    if (!row || row.endedAt) return
    await tx.session.update({
      where: { id: sessionId },
      data: {
        state: 'closed',
        endedAt: new Date(),
        endReason: end.reason,
        endDetail: end.detail?.slice(0, 500),
        exitStatus: end.exitStatus,
        exitSignal: end.exitSignal?.slice(0, 50),
        bytesIn: tally.bytesIn,
        bytesOut: tally.bytesOut,
      },
    })
    await tx.recording.update({
      where: { sessionId },
      data: {
        state: tally.sizeBytes === 0 ? 'missing' : interrupted ? 'interrupted' : 'complete',
        durationMs: tally.durationMs,
        sizeBytes: tally.sizeBytes,
      },
    })
    const about = {
      actor,
      sessionId,
      target: { kind: 'session' as const, id: sessionId, name: `${row.login}@${row.hostName}` },
      host: { id: row.hostId ?? undefined, name: row.hostName },
    }
    if (end.hostKey) {
      const { pinned, presented } = end.hostKey
      await appendAudit(tx, {
        ...about,
        action: 'host-key.changed',
        outcome: 'denied',
        detail: { pinned: pinned.map(nameOf), presented: nameOf(presented), publicKey: presented.publicKey },
      })
    }
    if (end.reason === 'host-key-refused')
      await appendAudit(tx, { ...about, action: 'host-key.refuse', outcome: 'denied' })
    await appendAudit(tx, {
      ...about,
      action: 'session.end',
      outcome: row.openedAt ? 'success' : 'failure',
      detail: {
        reason: end.reason,
        bytesIn: tally.bytesIn,
        bytesOut: tally.bytesOut,
        durationMs: tally.durationMs,
        recording: interrupted ? 'interrupted' : 'complete',
      },
    })
  })
}

function nameOf(key: PresentedKey): string {
  return `${key.keyType} ${key.fingerprint}`
}
