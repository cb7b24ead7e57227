import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const words =
  'the quick link between two hosts carries lines of a log with times levels names addresses and numbers that differ from line to line as real ones do'.split(
    ' ',
  )

/** This many bytes of text as a log has it: lines of some 100 bytes that compress as such text does. The same at each call.
 * Its lines end as a terminal's do, in CR LF. */
export function textOf(bytes: number): Buffer {
  let state = 12345
  const random = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return state % below
  }
  const block: string[] = []
  let length = 0
  // A megabyte or so that repeats lies far beyond what deflate looks back on.
  while (length < Math.min(bytes, 1 << 20)) {
    const said = Array.from({ length: 8 + random(6) }, () => words[random(words.length)]).join(' ')
    const text = `2026-11-${10 + random(20)}T${10 + random(14)}:${10 + random(50)}:${10 + random(50)}.${100 + random(900)}Z worker-${random(32)} ${said} ${random(1_000_000)}\r\n`
    block.push(text)
    length += text.length
  }
  return Buffer.alloc(bytes, block.join(''))
}

/** Does `work` with a file of such text that the host's user may read; it is removed afterwards. */
export async function withTextFile<T>(bytes: number, work: (file: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-text-'))
  try {
    chmodSync(folder, 0o755)
    const file = join(folder, 'text')
    writeFileSync(file, textOf(bytes), { mode: 0o644 })
    return await work(file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
