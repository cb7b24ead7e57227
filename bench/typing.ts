import { availableParallelism } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import type { Shell } from './shell'
import { run, until } from './words'
import type { System } from './world'

/** From here on the host's terminal echoes each key at once and nothing else happens: what is measured is the way there and back. */
export async function becomeEcho(shell: Shell): Promise<void> {
  await run(shell, 'stty -icanon -echoctl echo')
  shell.write('exec cat > /dev/null\r')
  // The shell's own line editor is gone once a key comes back as it is.
  await until(shell, '\n')
  await pause(100)
  await until(shell, '~', '~')
}

/** As many shells as there are keepers, so that each of those has one; echoing, and typed into for a moment already. */
export async function openTypists(system: System): Promise<Shell[]> {
  const shells: Shell[] = []
  for (let n = 0; n < Math.min(4, availableParallelism()); n++) shells.push(await system.open())
  await Promise.all(shells.map(becomeEcho))
  await typeSteadily(shells, 0.5)
  return shells
}

/** One key: milliseconds until its echo is here. */
export function type(shell: Shell, limitMs = 20_000): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`a key was not echoed within ${limitMs} ms`)), limitMs)
    shell.onOutput = () => {
      clearTimeout(timer)
      resolve(performance.now() - sent)
    }
    const sent = performance.now()
    shell.write('x')
  })
}

/** Types `keys` keys into each of the shells in turn, with a short and uneven pause before each. A list a shell. */
export async function typeInTurn(shells: readonly Shell[], keys: number): Promise<number[][]> {
  const times: number[][] = shells.map(() => [])
  for (let key = 0; key < keys; key++) {
    for (const [index, shell] of shells.entries()) {
      await pause(2 + Math.random() * 6)
      times[index]?.push(await type(shell))
    }
  }
  return times
}

/**
 * Types into the shells in turn at a steady pace, whether or not the last echo has come: a stall meets every key that falls
 * into it, as it would a person's. A list a shell.
 */
export async function typeSteadily(shells: readonly Shell[], seconds: number, everyMs = 12): Promise<number[][]> {
  const waiting = shells.map((): number[] => [])
  const times = shells.map((): number[] => [])
  let told = () => {}
  for (const [index, shell] of shells.entries()) {
    // Each key is one byte, there and back.
    shell.onOutput = (bytes) => {
      const now = performance.now()
      for (const sent of waiting[index]?.splice(0, bytes.byteLength) ?? []) times[index]?.push(now - sent)
      told()
    }
  }
  const end = performance.now() + seconds * 1000
  for (let key = 0; performance.now() < end; key++) {
    waiting[key % shells.length]?.push(performance.now())
    shells[key % shells.length]?.write('x')
    await pause(everyMs * (0.5 + Math.random()))
  }
  await new Promise<void>((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error('keys were not echoed within 30 s')), 30_000)
    told = () => {
      if (waiting.some((list) => list.length > 0)) return
      clearTimeout(limit)
      resolve()
    }
    told()
  })
  return times
}
