import { setTimeout as pause } from 'node:timers/promises'
import { ms, times } from '../report'
import type { Shell } from '../shell'
import { type Times, timesOf } from '../stats'
import { becomeEcho, type, typeInTurn } from '../typing'
import type { System } from '../world'
import type { Row } from './row'

const keysPerSecond = 2

/** Many people at work at once, each typing, against one alone on the same server. */
export const many: Row = {
  name: 'many',
  async measure(world, options) {
    const count = options.quick ? 20 : 200
    const seconds = options.quick ? 5 : 15
    const { bare, bridge, gatehouse } = await world.systems()
    const results: { one: Times; all: Times }[] = []
    for (const system of [bare, bridge, gatehouse]) results.push(await crowd(system, count, seconds))
    const [atBare, atBridge, atHouse] = results
    if (!atBare || !atBridge || !atHouse) throw new Error('a system is missing')
    const show = ({ one, all }: { one: Times; all: Times }) => `${ms(all.p99)} (one ${ms(one.p99)})`
    const ratio = atHouse.all.p99 / atHouse.one.p99
    return [
      {
        figure: `${count} sessions typing ${keysPerSecond} keys/s each, p99`,
        bare: show(atBare),
        bridge: show(atBridge),
        gatehouse: show(atHouse),
        result: `${times(ratio)} a single session (bare: ${times(atBare.all.p99 / atBare.one.p99)})`,
        target: '≤ 3 × a single session',
        met: ratio <= 3,
      },
    ]
  },
}

async function crowd(system: System, count: number, seconds: number): Promise<{ one: Times; all: Times }> {
  const shells: Shell[] = [await system.open()]
  await Promise.all(shells.map(becomeEcho))
  await typeInTurn(shells, 50)
  const one = timesOf((await typeInTurn(shells, 400)).flat())
  let left = count - shells.length
  const open = async () => {
    while (left > 0) {
      left -= 1
      const shell = await system.open()
      await becomeEcho(shell)
      shells.push(shell)
    }
  }
  await Promise.all(Array.from({ length: 8 }, open))
  const end = performance.now() + seconds * 1000
  const taken: number[] = []
  const person = async (shell: Shell) => {
    await pause((Math.random() * 1000) / keysPerSecond)
    while (performance.now() < end) {
      const time = await type(shell)
      taken.push(time)
      await pause(Math.max(0, 1000 / keysPerSecond - time))
    }
  }
  await Promise.all(shells.map(person))
  await Promise.all(shells.map((shell) => shell.close()))
  return { one, all: timesOf(taken) }
}
