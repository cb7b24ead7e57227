/** Does this once the signal is aborted: at once where it is already, of which no event tells any more. */
export function whenAborted(signal: AbortSignal, work: () => void): void {
  if (signal.aborted) work()
  else signal.addEventListener('abort', work, { once: true })
}
