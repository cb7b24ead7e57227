import { ms, times } from '../report'
import { overRuns, type Times, timesOf } from '../stats'
import { becomeEcho, typeInTurn } from '../typing'
import { profiled } from '../world'
import type { Row } from './row'

/** A key's way to the host's terminal and back, the systems key by key in turn; among them the bridge behind a process that only relays. */
export const echo: Row = {
  name: 'echo',
  async measure(world, options) {
    const { bare, bridge, gatehouse } = await world.systems()
    const systems = [bare, bridge, gatehouse, await world.relayed(bridge)]
    const shells = await Promise.all(systems.map((system) => system.open()))
    await Promise.all(shells.map(becomeEcho))
    const runs: Times[][] = systems.map(() => [])
    await typeInTurn(shells, 100)
    for (let run = 0; run < options.runs; run++) {
      const times = await profiled(options.profile, 'echo', bridge, () =>
        profiled(options.profile, 'echo', gatehouse, () => typeInTurn(shells, options.quick ? 200 : 500)),
      )
      for (const [index, list] of times.entries()) runs[index]?.push(timesOf(list))
    }
    await Promise.all(shells.map((shell) => shell.close()))
    const [atBare, atBridge, atHouse, atRelay] = runs.map(overRuns) as [Times, Times, Times, Times]
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
        figure: 'the same, the bridge with a process between that only relays',
        bridge: ms(atRelay.median),
        gatehouse: ms(atHouse.median),
        result: `Gatehouse ${times(atHouse.median / atRelay.median)} that; the process costs ${ms(atRelay.median - atBridge.median)}`,
        target: '',
        met: undefined,
      },
      {
        figure: 'keystroke echo, p99',
        bare: ms(atBare.p99),
        bridge: `${ms(atBridge.p99)}, with a process that relays ${ms(atRelay.p99)}`,
        gatehouse: ms(atHouse.p99),
        result: `median + ${ms(tail)}`,
        target: '≤ median + 3 ms',
        met: tail <= 3,
      },
    ]
  },
}
