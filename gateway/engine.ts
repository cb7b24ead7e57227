import { setFlagsFromString } from 'node:v8'

/**
 * Flags of V8 for a process that people's keys go through. The engine reads each of them anew whenever it matters, so they may be
 * set while it runs; one that another version doesn't know changes nothing.
 */
const flags = [
  // A key's way is gone a few times a second. By the engine's own budget (67584 bytes of bytecode a function) it would be slow
  // code for minutes of typing, in every process anew.
  '--interrupt-budget=8000',
  // What passes through is memory outside the heap, yet it counts against the heap's limit. With the engine's own factor, 1.1 for
  // a heap that hardly grows, a flood has all of the heap collected each 30 MB, and each time every key waits for 10 to 30 ms.
  '--heap-growing-percent=100',
]

/** Tunes this process's engine for short ways that are seldom gone, and for much memory that lives for a moment. */
export function tuneEngine(): void {
  for (const flag of flags) setFlagsFromString(flag)
}
