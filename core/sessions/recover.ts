import { stat } from 'node:fs/promises'
import { systemActor } from '../actor'
import type { Platform } from '../platform'
import { measureRecording } from '../recording/reader'
import { finishSession } from './finish'
import { recordingSource } from './recordings'

/**
 * At the portal's start: sessions that nobody saw end (keeper, portal or machine died) are ended as `portal-lost`, with
 * the measures that their recordings give. `running` are those that a keeper still holds. Answers how many there were.
 */
export async function recoverSessions(platform: Platform, running: ReadonlySet<string>): Promise<number> {
  const open = await platform.db.session.findMany({ where: { endedAt: null }, include: { recording: true } })
  const lost = open.filter(({ id }) => !running.has(id))
  for (const session of lost) {
    const tally = await tallyOf(platform, session.id, session.recording)
    await finishSession(platform, systemActor, session.id, { reason: 'portal-lost' }, tally)
  }
  return lost.length
}

/** Measures the recording of a session whose keeper or portal is gone. A recording that can't be read counts as empty. */
export async function tallyOf(
  platform: Platform,
  sessionId: string,
  recording: { path: string; wrappedKey: Uint8Array; masterKeyId: string } | null,
) {
  const empty = { bytesIn: 0, bytesOut: 0, durationMs: 0, sizeBytes: 0, recordingComplete: false }
  if (!recording) return empty
  try {
    const source = recordingSource(platform, sessionId, recording)
    const [{ verdict, ...measure }, { size }] = await Promise.all([measureRecording(source), stat(source.path)])
    return { ...measure, sizeBytes: size, recordingComplete: verdict === 'complete' }
  } catch (error) {
    platform.log.error({ sessionId, err: error }, 'the recording of an interrupted session cannot be read')
    return empty
  }
}
