import { setTimeout as pause } from 'node:timers/promises'
import { openGatehouse } from '../client'
import { type HostileKind, hostileKinds } from '../hostile-kinds'
import { floodRate } from '../reader'
import type { Reach, Shell } from '../shell'

// Hosts that do what no honest one does, and someone who connects to one of them again and again, in a process of its own:
// what it costs the servers is measured, not what it costs the one who looks on.

export interface HostileOrder {
  reach: Extract<Reach, { kind: 'gatehouse' }>
  kind: HostileKind
}

/** A question of the host's, and what a terminal says to it. */
const question = Buffer.from('\u001b[c')
const answer = '\u001b[?1;2c'

process.once('message', ({ reach, kind }: HostileOrder) => {
  visit(reach, kind).catch((error: unknown) => {
    console.error('bench hostile:', error)
    process.exit(1)
  })
})

async function visit(reach: HostileOrder['reach'], kind: HostileKind): Promise<void> {
  const host = await hostileKinds[kind]()
  const { host: address, port } = host
  const target = { kind: 'quick' as const, address, port, login: 'somebody', password: 'anything goes' }
  process.send?.('ready')
  for (;;) {
    // One that can't be opened is what some of these are for: then comes the next.
    let shell: Shell | undefined
    const hear = (bytes: Uint8Array) => reply(shell, bytes)
    shell = await openGatehouse({ ...reach, target }, hear, floodRate).catch(() => undefined)
    await pause(shell ? 1000 : 500)
    await shell?.close()
  }
}

function reply(shell: Shell | undefined, bytes: Uint8Array): void {
  if (Buffer.from(bytes).includes(question)) shell?.write(answer)
}

process.once('disconnect', () => process.exit(0))
