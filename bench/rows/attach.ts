import { setTimeout as pause } from 'node:timers/promises'
import { endSession, type LastingShell, openGatehouse, timeToScreen } from '../client'
import { floodCommand, floodRate } from '../reader'
import { mebibytes, ms } from '../report'
import { median } from '../stats'
import { withTextFile } from '../text'
import { run } from '../words'
import type { Row } from './row'

/** From the wish to see a running session again to its whole screen: a quiet one, one that has printed much, one that floods. */
export const attach: Row = {
  name: 'attach',
  async measure(world, options) {
    const { reach } = (await world.systems()).gatehouse
    if (reach.kind !== 'gatehouse') throw new Error('not a Gatehouse')
    const bytes = (options.quick ? 8 : 64) * 1024 * 1024
    const often = (options.quick ? 3 : 7) * options.runs
    const series = async (prepare: (shell: LastingShell) => Promise<void>) => {
      const shell = await openGatehouse(reach, () => {})
      await prepare(shell)
      shell.leave()
      const times: number[] = []
      for (let n = 0; n < often; n++) {
        await pause(200)
        times.push(await timeToScreen(reach, shell.sessionId))
      }
      await endSession(reach, shell.sessionId)
      return times
    }
    return withTextFile(bytes, async (file) => {
      const quiet = await series((shell) => run(shell, 'echo here'))
      const long = await series((shell) => run(shell, `stty -opost; cat ${file}`))
      const flooding = await series(async (shell) => {
        shell.write(`${floodCommand(floodRate)}\r`)
        await pause(3000)
      })
      const worst = Math.max(...quiet, ...long, ...flooding)
      const cases = [
        ms(median(quiet)),
        `${ms(median(long))} after ${mebibytes(bytes)}`,
        `${ms(median(flooding))} in a flood`,
      ]
      return [
        {
          figure: 'attaching to a running session, to its whole screen, median',
          gatehouse: cases.join(', '),
          result: `${ms(worst)} at worst`,
          target: '≤ 300 ms',
          met: worst <= 300,
        },
      ]
    })
  },
}
