import { readdirSync, readFileSync } from 'node:fs'

/** The process ids of a process's children whose command line contains `word`. Linux: read from /proc. */
export function childrenOf(parent: number, word: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent && commandLine(pid).includes(word))
}

function parentOf(pid: number): number | undefined {
  // The name in parentheses may itself hold parentheses and blanks; what follows the last one is fixed.
  const rest = read(pid, 'stat').split(') ').at(-1)?.split(' ')
  return rest?.[1] === undefined ? undefined : Number(rest[1])
}

function commandLine(pid: number): string {
  return read(pid, 'cmdline').replaceAll('\0', ' ')
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
