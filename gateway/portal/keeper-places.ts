import { existsSync, readFileSync, rmSync } from 'node:fs'

/** What a keeper printed outside its portal's hearing: why it failed. */
export function logPathOf(socketPath: string): string {
  return socketPath.replace(/\.sock$/, '.log')
}

/** Removes what a keeper that is gone has left; answers the last lines that it printed. */
export function clearAway(socketPath: string): string[] {
  const log = logPathOf(socketPath)
  const lines = existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean) : []
  for (const path of [socketPath, log]) rmSync(path, { force: true })
  return lines.slice(-50).map((line) => line.slice(0, 4000))
}
