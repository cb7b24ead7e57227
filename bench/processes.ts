import { readFileSync } from 'node:fs'

// Linux: read from /proc.

/** Ticks a second in /proc's times: USER_HZ, 100 on every Linux that Node runs on. */
const ticksPerSecond = 100

/** Processor time that these processes have used so far, user and system, all threads, in seconds. */
export function cpuSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    // The name in parentheses may itself hold blanks; what follows the last one is fixed.
    const fields = read(pid, 'stat').split(') ').at(-1)?.split(' ') ?? []
    return sum + (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksPerSecond
  }, 0)
}

/** Resident memory of these processes, in bytes; what they share is counted in each. */
export function residentBytes(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(read(pid, 'status'))?.[1] ?? 0), 0)
}

export function isAlive(pid: number): boolean {
  return read(pid, 'stat') !== '' && !/\) Z /.test(read(pid, 'stat'))
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
