/** Silences longer than this are shortened to it, in seconds. */
export const idleLimit = 2

/** When each event of an asciicast v3 happened, in seconds since the beginning. */
export function eventTimes(cast: string): number[] {
  const times: number[] = []
  let at = 0
  // Every line but the header is `[interval, …`; the rest of it needn't be parsed.
  for (const [, interval] of cast.matchAll(/^\[([\d.e+-]+),/gm)) {
    at += Number(interval)
    times.push(at)
  }
  return times
}

/** Where a moment of the recording lies once its silences are shortened as the player does it. */
export function toShortened(times: readonly number[], moment: number): number {
  let [before, cut] = [0, 0]
  for (const time of times) {
    if (time > moment) return before - cut + Math.min(moment - before, idleLimit)
    cut += Math.max(0, time - before - idleLimit)
    before = time
  }
  return moment - cut
}

/** The other way round. */
export function fromShortened(times: readonly number[], shortened: number): number {
  let [before, cut] = [0, 0]
  for (const time of times) {
    const now = cut + Math.max(0, time - before - idleLimit)
    if (time - now > shortened) return shortened + cut
    before = time
    cut = now
  }
  return shortened + cut
}
