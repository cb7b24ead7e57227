import { join } from 'node:path'
import { requireAllowed } from '../access/decide'
import type { RemoteActor } from '../actor'
import { recordAudit } from '../audit/append'
import { GatehouseError } from '../errors'
import type { Platform } from '../platform'
import type { RecordingSource } from '../recording/reader'
import { findReadable } from './search'

/** Where a recording lies and the key that opens it. Throws `master-key-wrong` when its key can't be unwrapped. */
export function recordingSource(
  platform: Platform,
  sessionId: string,
  recording: { path: string; wrappedKey: Uint8Array; masterKeyId: string },
): RecordingSource {
  return {
    path: join(platform.config.dataFolder, 'recordings', recording.path),
    key: platform.vault.openDataKey(`recording:${sessionId}`, recording),
    sessionId,
  }
}

/**
 * Opens a session's recording for someone who may see it, and notes that they did: `view` for a replay, `export` for a
 * download. Throws `not-found` for a session that is not theirs to see, `recording-unavailable` when there is none.
 */
export async function openRecording(
  platform: Platform,
  actor: RemoteActor,
  sessionId: string,
  purpose: 'view' | 'export',
): Promise<RecordingSource> {
  requireAllowed(actor, purpose === 'export' ? 'session.export' : 'recording.view', platform.config.access)
  const session = await findReadable(platform, actor, sessionId)
  const recording = await platform.db.recording.findUnique({ where: { sessionId } })
  if (!recording || recording.state === 'missing') throw new GatehouseError('recording-unavailable')
  await recordAudit(platform.db, {
    actor,
    action: purpose === 'view' ? 'recording.view' : 'recording.export',
    outcome: 'success',
    sessionId,
    target: { kind: 'recording', id: sessionId, name: `${session.login}@${session.hostName}` },
    host: { id: session.hostId ?? undefined, name: session.hostName },
  })
  return recordingSource(platform, sessionId, recording)
}
