import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { HolderOrder } from '../helpers/holder'
import type { Memory, Probe } from '../probe-client'
import { kibibytes } from '../report'
import type { Reach } from '../shell'
import type { Row } from './row'

/** What a session costs that does nothing: the servers' memory after a forced collection, by the session. */
export const idle: Row = {
  name: 'idle',
  async measure(world, options) {
    const count = options.quick ? 40 : 500
    const bareProbe = world.startProbe()
    const bareHolder = world.helper('holder', bareProbe.environment())
    const { bare, bridge, gatehouse } = await world.fresh()
    const cost = { bare: await grow(bareHolder, bare.reach, bareProbe, count), bridge: none, house: none }
    if (bridge.probe) cost.bridge = await grow(world.helper('holder'), bridge.reach, bridge.probe, count)
    if (gatehouse.probe) cost.house = await grow(world.helper('holder'), gatehouse.reach, gatehouse.probe, count)
    const above = cost.house.rss - cost.bare.rss
    const show = ({ rss, live }: Memory) => `${kibibytes(rss)} (live ${kibibytes(live)})`
    return [
      {
        figure: `server memory an idle session, over ${count}`,
        bare: show(cost.bare),
        bridge: show(cost.bridge),
        gatehouse: show(cost.house),
        result: `bare + ${kibibytes(above)} (live + ${kibibytes(cost.house.live - cost.bare.live)})`,
        target: '≤ bare + 300 KiB',
        met: above <= 300 * 1024,
      },
    ]
  },
}

const none: Memory = { rss: Number.NaN, live: Number.NaN }
/** What the first ones load and compile is no session's own. */
const warmUp = 20

async function grow(holder: ChildProcess, reach: Reach, probe: Probe, count: number): Promise<Memory> {
  await open(holder, { reach, count: warmUp })
  const before = await settled(probe)
  await open(holder, { reach, count })
  const after = await settled(probe)
  holder.disconnect()
  await once(holder, 'exit')
  return { rss: (after.rss - before.rss) / count, live: (after.live - before.live) / count }
}

async function open(holder: ChildProcess, order: HolderOrder): Promise<void> {
  holder.send(order)
  const ended = once(holder, 'exit').then(() => Promise.reject(new Error('the holder ended')))
  await Promise.race([once(holder, 'message'), ended])
}

/** Collected three times: what the first frees, the engine gives back to the system at a later one. */
async function settled(probe: Probe): Promise<Memory> {
  for (let n = 0; n < 2; n++) {
    await pause(1000)
    await probe.memory()
  }
  await pause(1000)
  return probe.memory()
}
