import type { ErrorCode } from '@/core/errors'
import type { RecordingSource } from '@/core/recording/reader'
import type { Keyframe } from '@/core/screen/keyframe'

/** What the keeper asks of the thread that makes keyframes. `id` comes back with the answer. */
export type ScreenRequest = { id: number; source: RecordingSource } & (
  | { type: 'keyframe' }
  /** The same, when nothing else is to be done. */
  | { type: 'advance' }
  | { type: 'read'; from: number; limit: number }
)

export type ToScreenWorker = ScreenRequest | { type: 'forget'; sessionId: string }

export type FromScreenWorker =
  /** Works for this request now; told at least each second. */
  | { type: 'working'; id: number }
  | { type: 'keyframe'; id: number; keyframe: Keyframe }
  | { type: 'advanced'; id: number }
  | { type: 'output'; id: number; bytes: Uint8Array | undefined }
  | { type: 'failed'; id: number; code: ErrorCode; detail: string }
