import type { Platform } from '@/core/platform'
import { sweepRequests } from '@/core/requests/end'

const everyMs = 60_000

/** Puts away, each minute, what is over by itself (core/requests/end.ts). Answers how to stop. */
export function sweepRegularly(platform: Platform): () => void {
  let sweeping = false
  const sweep = async () => {
    if (sweeping) return
    sweeping = true
    try {
      await sweepRequests(platform)
    } catch (error) {
      platform.log.error({ err: error }, 'what is over cannot be put away')
    } finally {
      sweeping = false
    }
  }
  const timer = setInterval(() => void sweep(), everyMs)
  return () => clearInterval(timer)
}
