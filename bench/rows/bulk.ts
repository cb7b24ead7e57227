import { cpuSeconds } from '../processes'
import { mebibytes, times } from '../report'
import type { Shell } from '../shell'
import { median } from '../stats'
import { withTextFile } from '../text'
import { run } from '../words'
import { profiled, type System } from '../world'
import type { Row } from './row'

/** A large text printed by `cat`: how fast it comes, and what the servers between pay for it. */
export const bulk: Row = {
  name: 'bulk',
  async measure(world, options) {
    const bytes = (options.quick ? 8 : 64) * 1024 * 1024
    return withTextFile(bytes, async (file) => {
      const { bare, bridge, gatehouse } = await world.systems()
      const systems = [bare, bridge, gatehouse]
      const seconds = systems.map((): number[] => [])
      const cpu = systems.map((): number[] => [])
      const shells = await Promise.all(systems.map((system) => system.open()))
      for (const shell of shells) await run(shell, 'stty -opost -echo')
      for (let turn = 0; turn < options.runs; turn++) {
        for (const [index, system] of systems.entries()) {
          const shell = shells[index]
          if (!shell) continue
          const taken = await profiled(options.profile, 'bulk', system, () => cat(shell, file, bytes, system))
          seconds[index]?.push(taken.seconds)
          cpu[index]?.push(taken.cpu)
        }
      }
      await Promise.all(shells.map((shell) => shell.close()))
      const [bareTime = 0, bridgeTime = 0, houseTime = 0] = seconds.map(median)
      const [, bridgeCpu = 0, houseCpu = 0] = cpu.map(median)
      const rate = (time: number) => `${(bytes / 1e6 / time).toFixed(1)} MB/s`
      return [
        {
          figure: `bulk output, ${mebibytes(bytes)} of text`,
          bare: rate(bareTime),
          bridge: rate(bridgeTime),
          gatehouse: rate(houseTime),
          result: `${times(bareTime / houseTime)} bare, ${times(bridgeTime / houseTime)} the bridge`,
          target: '≥ 0.9 × bare',
          met: bareTime / houseTime >= 0.9,
        },
        {
          figure: 'the same, processor time of the servers',
          bridge: `${bridgeCpu.toFixed(2)} s`,
          gatehouse: `${houseCpu.toFixed(2)} s`,
          result: `${times(houseCpu / bridgeCpu)} the bridge`,
          target: '≤ 2 × the bridge',
          met: houseCpu / bridgeCpu <= 2,
        },
      ]
    })
  },
}

async function cat(
  shell: Shell,
  file: string,
  bytes: number,
  system: System,
): Promise<{ seconds: number; cpu: number }> {
  const pids = system.probe?.processes() ?? []
  const before = cpuSeconds(pids)
  const begun = performance.now()
  await new Promise<void>((resolve, reject) => {
    let heard = 0
    const limit = setTimeout(
      () => reject(new Error(`${system.name}: ${heard} of ${bytes} bytes after 2 minutes`)),
      120_000,
    )
    shell.onOutput = (chunk) => {
      heard += chunk.byteLength
      if (heard < bytes) return
      clearTimeout(limit)
      resolve()
    }
    shell.write(`cat ${file}\r`)
  })
  const seconds = (performance.now() - begun) / 1000
  // What the last bytes set off (the recording, acknowledgements) is part of the price.
  await run(shell, ':')
  return { seconds, cpu: cpuSeconds(pids) - before }
}
