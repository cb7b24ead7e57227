import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { HostileOrder } from '../helpers/hostile'
import { type HostileKind, hostileKinds } from '../hostile-kinds'
import { ms } from '../report'
import { median, quantile } from '../stats'
import { openTypists, typeSteadily } from '../typing'
import { profiled, type World } from '../world'
import type { Row } from './row'

/**
 * A key in honest sessions while someone connects to a hostile host through the same server, one kind after the other. As
 * many sessions type as there are keepers, so that one of them shares the hostile one's; the worst kind counts.
 */
export const hostile: Row = {
  name: 'hostile',
  async measure(world, options) {
    const { gatehouse } = await world.systems()
    const { reach } = gatehouse
    if (reach.kind !== 'gatehouse') throw new Error('not a Gatehouse')
    const seconds = options.quick ? 2 : 5
    const shells = await openTypists(gatehouse)
    const p99 = async () => Math.max(...(await typeSteadily(shells, seconds)).map((times) => quantile(times, 0.99)))
    const kinds = Object.keys(hostileKinds) as HostileKind[]
    const idle: number[] = []
    const beside = new Map(kinds.map((kind): [HostileKind, number[]] => [kind, []]))
    for (let run = 0; run < options.runs; run++) {
      idle.push(await p99())
      for (const kind of kinds) {
        const end = await start(world, { reach, kind })
        const row = `hostile-${kind.replaceAll(' ', '-')}`
        beside.get(kind)?.push(await profiled(options.profile, row, gatehouse, p99))
        await end()
      }
    }
    await Promise.all(shells.map((shell) => shell.close()))
    const still = median(idle)
    const above = [...beside].map(([kind, values]) => ({ kind, by: median(values) - still }))
    const worst = above.reduce((most, one) => (one.by > most.by ? one : most))
    return [
      {
        figure: `beside a hostile host, the worst of ${kinds.length} kinds, p99`,
        gatehouse: `${ms(still + worst.by)} (idle ${ms(still)})`,
        result: `idle + ${ms(worst.by)}, by one that ${worst.kind}`,
        target: '≤ idle + 10 ms',
        met: worst.by <= 10,
      },
    ]
  },
}

/** Answers what ends it. */
async function start(world: World, order: HostileOrder): Promise<() => Promise<void>> {
  const child = world.helper('hostile')
  child.send(order)
  await once(child, 'message')
  await pause(500)
  return async () => {
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
}
