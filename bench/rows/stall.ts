import { setTimeout as pause } from 'node:timers/promises'
import { residentBytes } from '../processes'
import { Reader } from '../reader'
import { mebibytes } from '../report'
import type { System, World } from '../world'
import type { Row } from './row'

/** An endless flood as quick as `yes`, but numbered: what is lost shows. */
const endless = 'seq 1 999999999'

/** A viewer that stops reading while the host floods: what the servers keep for it, and whether it misses anything. */
export const stall: Row = {
  name: 'stall',
  async measure(world, options) {
    const seconds = options.quick ? 3 : 10
    const { bridge, gatehouse } = await world.fresh()
    const atBridge = await frozen(world, bridge, seconds)
    const atHouse = await frozen(world, gatehouse, seconds)
    const show = ({ live, peak }: Frozen) => `+ ${mebibytes(peak)} (live + ${mebibytes(live)})`
    const lost = atHouse.broken > 0 ? `${atHouse.broken} lines lost` : `nothing lost in ${atHouse.last} lines`
    return [
      {
        figure: `a viewer that doesn't read for ${seconds} s in a flood, server memory`,
        bridge: show(atBridge),
        gatehouse: show(atHouse),
        result: lost,
        target: '< 4 MiB, nothing lost',
        met: Math.max(atHouse.peak, atHouse.live) < 4 * 1024 * 1024 && atHouse.broken === 0,
      },
    ]
  },
}

interface Frozen {
  /** Resident memory: the most during the freeze against the most in the seconds of reading before it. */
  peak: number
  /** What lives after a forced collection, at the end of the freeze against before it. */
  live: number
  broken: number
  last: number
}

async function frozen(world: World, system: System, seconds: number): Promise<Frozen> {
  const { probe } = system
  if (!probe) throw new Error('no server to look at')
  const reader = await Reader.start(world, system, endless)
  await pause(3000)
  const before = await probe.memory()
  await pause(2000)
  const normal = await most(probe.processes(), seconds)
  reader.freeze()
  const peak = await most(probe.processes(), seconds)
  const after = await probe.memory()
  reader.thaw()
  await pause(1000)
  const { broken, last } = await reader.stop()
  return { live: after.live - before.live, peak: peak - normal, broken, last }
}

/** The most resident memory seen within so many seconds. */
async function most(pids: number[], seconds: number): Promise<number> {
  const end = performance.now() + seconds * 1000
  let seen = 0
  while (performance.now() < end) {
    seen = Math.max(seen, residentBytes(pids))
    await pause(50)
  }
  return seen
}
