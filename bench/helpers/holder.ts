import { openShell } from '../reach'
import type { Reach, Shell } from '../shell'

// Holds many shells open and does nothing with them, in a process of its own: as a client of the servers, or, with bare
// ssh2, as what is measured.

export interface HolderOrder {
  reach: Reach
  /** How many more to open. */
  count: number
}

const shells: Shell[] = []
/** Handshakes at once. */
const abreast = 8

process.on('message', ({ reach, count }: HolderOrder) => {
  let left = count
  const open = async () => {
    while (left > 0) {
      left -= 1
      shells.push(await openShell(reach))
    }
  }
  Promise.all(Array.from({ length: abreast }, open)).then(
    () => process.send?.(shells.length),
    (error: unknown) => {
      console.error('bench holder:', error)
      process.exit(1)
    },
  )
})
process.once('disconnect', () => process.exit(0))
