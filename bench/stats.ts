/** The value below which this share (0 to 1) of the values lies: the nearest that was measured. NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** What a series of round trips comes to, in milliseconds. */
export interface Times {
  median: number
  p99: number
}

export function timesOf(values: readonly number[]): Times {
  return { median: median(values), p99: quantile(values, 0.99) }
}

/** The median of each figure over the runs: one run that the machine's other work disturbed doesn't decide. */
export function overRuns(runs: readonly Times[]): Times {
  return { median: median(runs.map((run) => run.median)), p99: median(runs.map((run) => run.p99)) }
}
