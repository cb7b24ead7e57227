import { setTimeout as pause } from 'node:timers/promises'
import { floodCommand, floodRate, Reader } from '../reader'
import { ms } from '../report'
import { overRuns, type Times, timesOf } from '../stats'
import { openTypists, typeSteadily } from '../typing'
import type { System } from '../world'
import type { Row } from './row'

/**
 * The same key beside another session of the same server that floods, at one rate for all, read by another process.
 * As many sessions as there are keepers type, so that one of them shares the flood's; the worst one counts.
 */
export const flood: Row = {
  name: 'flood',
  async measure(world, options) {
    const { bare, bridge, gatehouse } = await world.systems()
    const systems = [bare, bridge, gatehouse]
    const [still, wild] = options.quick ? [1.5, 2] : [4, 8]
    const idle = systems.map((): Times[] => [])
    const flooded = systems.map((): Times[] => [])
    const rates = systems.map((): number[] => [])
    const measure = async (system: System, index: number) => {
      const shells = await openTypists(system)
      idle[index]?.push(worst(await typeSteadily(shells, still)))
      const reader = await Reader.start(world, system, floodCommand(floodRate))
      await pause(1000)
      const begun = performance.now()
      flooded[index]?.push(worst(await typeSteadily(shells, wild)))
      const seconds = (performance.now() - begun) / 1000 + 1
      rates[index]?.push((await reader.stop()).bytes / seconds)
      await Promise.all(shells.map((shell) => shell.close()))
    }
    for (let run = 0; run < options.runs; run++) {
      for (const [index, system] of systems.entries()) await measure(system, index)
    }
    const [bareIdle, bridgeIdle, houseIdle] = idle.map(overRuns) as [Times, Times, Times]
    const [bareFlood, bridgeFlood, houseFlood] = flooded.map(overRuns) as [Times, Times, Times]
    const above = houseFlood.p99 - houseIdle.p99
    const read = rates.map((list) => (list.reduce((sum, rate) => sum + rate, 0) / list.length / 1e6).toFixed(1))
    return [
      {
        figure: `beside a flood of ${(floodRate / 1e6).toFixed(1)} MB/s, p99`,
        bare: `${ms(bareFlood.p99)} (idle ${ms(bareIdle.p99)})`,
        bridge: `${ms(bridgeFlood.p99)} (idle ${ms(bridgeIdle.p99)})`,
        gatehouse: `${ms(houseFlood.p99)} (idle ${ms(houseIdle.p99)})`,
        result: `idle + ${ms(above)}; read ${read.join(', ')} MB/s`,
        target: '≤ idle + 10 ms',
        met: above <= 10,
      },
    ]
  },
}

function worst(lists: number[][]): Times {
  const each = lists.map(timesOf)
  return { median: Math.max(...each.map((one) => one.median)), p99: Math.max(...each.map((one) => one.p99)) }
}
