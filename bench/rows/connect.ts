import { ms, times } from '../report'
import { median } from '../stats'
import type { System } from '../world'
import type { Row } from './row'

/** From the wish to connect to the first byte of the host's prompt: a socket of its own, SSH's handshake, the shell's start. */
export const connect: Row = {
  name: 'connect',
  async measure(world, options) {
    const { bare, bridge, gatehouse } = await world.systems()
    const systems = [bare, bridge, gatehouse]
    const taken = systems.map((): number[] => [])
    for (const system of systems) await once(system)
    const rounds = (options.quick ? 5 : 12) * options.runs
    for (let round = 0; round < rounds; round++) {
      for (const [index, system] of systems.entries()) taken[index]?.push(await once(system))
    }
    const [atBare = 0, atBridge = 0, atHouse = 0] = taken.map(median)
    return [
      {
        figure: 'from "connect" to the first byte of the prompt, median',
        bare: ms(atBare),
        bridge: ms(atBridge),
        gatehouse: ms(atHouse),
        result: `${times(atHouse / atBare)} bare, ${times(atHouse / atBridge)} the bridge`,
        target: '≤ 1.3 × bare',
        met: atHouse / atBare <= 1.3,
      },
    ]
  },
}

async function once(system: System): Promise<number> {
  const begun = performance.now()
  let heard: (at: number) => void = () => {}
  const first = new Promise<number>((resolve) => {
    heard = resolve
  })
  const shell = await system.open(() => heard(performance.now()))
  const taken = (await first) - begun
  await shell.close()
  return taken
}
