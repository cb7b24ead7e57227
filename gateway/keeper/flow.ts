/** What the decision about the host's pace reads. */
export interface FlowState {
  /** Bytes of output that the viewer has yet to draw. */
  behind: number
  paused: boolean
  recordingBehind: boolean
}

/**
 * Whether the host is to be paused. Pure. It is paused when the viewer is a whole window behind or the disk is slow,
 * and goes on at three quarters of it: early enough that it never runs dry, late enough that it doesn't flutter.
 */
export function shouldPause({ behind, paused, recordingBehind }: FlowState, windowBytes: number): boolean {
  if (recordingBehind) return true
  return paused ? behind > windowBytes * 0.75 : behind >= windowBytes
}
