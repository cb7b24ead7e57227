import { openShell } from '../reach'
import type { Reach } from '../shell'
import { run, until } from '../words'
import { LineCount } from './line-count'

// A reader in a process of its own: opens a shell, starts what prints without end, and reads until it is told to stop.
// It may be frozen meanwhile (SIGSTOP), as a browser on a closed laptop is.

/** The bench's order: where, and what prints. */
export interface ReaderOrder {
  reach: Reach
  command: string
}

/** What a reader says at its end. */
export interface ReaderTally {
  bytes: number
  /** Lines that were not the number after the one before. */
  broken: number
  /** The last whole number. */
  last: number
}

process.once('message', (order: ReaderOrder) => {
  read(order).catch((error: unknown) => {
    console.error('bench reader:', error)
    process.exit(1)
  })
})

async function read({ reach, command }: ReaderOrder): Promise<void> {
  const shell = await openShell(reach)
  // The prompt changes to something that no number is, so that it marks the end of the flood.
  await run(shell, "PS1='<back>'; stty -echo -opost")
  const lines = new LineCount()
  let bytes = 0
  shell.onOutput = (chunk) => {
    bytes += chunk.byteLength
    lines.push(chunk)
  }
  process.once('message', async () => {
    const before = shell.onOutput
    let ended = false
    shell.onOutput = (chunk) => {
      if (!ended) before(chunk)
    }
    await until(shell, '<back>', '\u0003').then(() => {
      ended = true
    })
    process.send?.({ bytes, broken: lines.broken, last: lines.last } satisfies ReaderTally)
  })
  shell.write(`${command}\r`)
  process.send?.('reading')
}
process.once('disconnect', () => process.exit(0))
