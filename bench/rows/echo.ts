import { ms, times } from '../report'
import { overRuns, type Times, timesOf } from '../stats'
import { becomeEcho, typeInTurn } from '../typing'
import type { Row } from './row'

/** A key's way to the host's terminal and back, the three systems key by key in turn. */
export const echo: Row = {
  name: 'echo',
  async measure(world, options) {
    const { bare, bridge, gatehouse } = await world.systems()
    const systems = [bare, bridge, gatehouse]
    const shells = await Promise.all(systems.map((system) => system.open()))
    await Promise.all(shells.map(becomeEcho))
    const runs: Times[][] = systems.map(() => [])
    await typeInTurn(shells, 100)
    for (let run = 0; run < options.runs; run++) {
      const times = await typeInTurn(shells, options.quick ? 200 : 500)
      for (const [index, list] of times.entries()) runs[index]?.push(timesOf(list))
    }
    await Promise.all(shells.map((shell) => shell.close()))
    const [atBare, atBridge, atHouse] = runs.map(overRuns) as [Times, Times, Times]
    const overBridge = atHouse.median / atBridge.median
    const tail = atHouse.p99 - atHouse.median
    return [
      {
        figure: 'keystroke echo, median',
        bare: ms(atBare.median),
        bridge: ms(atBridge.median),
        gatehouse: ms(atHouse.median),
        result: `${times(overBridge)} the bridge, ${times(atHouse.median / atBare.median)} bare`,
        target: '≤ 1.15 × the bridge',
        met: overBridge <= 1.15,
      },
      {
        figure: 'keystroke echo, p99',
        bare: ms(atBare.p99),
        bridge: ms(atBridge.p99),
        gatehouse: ms(atHouse.p99),
        result: `median + ${ms(tail)}`,
        target: '≤ median + 3 ms',
        met: tail <= 3,
      },
    ]
  },
}
