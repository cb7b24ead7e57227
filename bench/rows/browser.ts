import { setTimeout as pause } from 'node:timers/promises'
import { TerminalTab } from '../browser'
import type { House } from '../house'
import { ms, times } from '../report'
import { median } from '../stats'
import { run } from '../words'
import type { World } from '../world'
import type { Row } from './row'

/** What a person sees: Ctrl-C in a flood, and a long output drawn, in a real Chromium. */
export const browser: Row = {
  name: 'browser',
  async measure(world, options) {
    const house = await world.startHouse()
    const tab = await TerminalTab.open(house)
    try {
      const lines = options.quick ? 100_000 : 1_000_000
      const interrupts: number[] = []
      const drawn: number[] = []
      const alone: number[] = []
      // Both have compiled what they run before they are measured.
      await tab.drawAlone(50_000)
      await draw(tab, 50_000)
      const read: number[] = []
      const aloneCpu: number[] = []
      const drawnCpu: number[] = []
      const { profile } = options
      for (let turn = 0; turn < options.runs; turn++) {
        for (let n = 0; n < (options.quick ? 2 : 4); n++) interrupts.push(await interrupt(tab))
        const before = await tab.cpuSeconds()
        alone.push(await tab.profiled(profile, 'browser-xterm', () => tab.drawAlone(lines)))
        const between = await tab.cpuSeconds()
        drawn.push(await tab.profiled(profile, 'browser-pane', () => draw(tab, lines)))
        aloneCpu.push(between - before)
        drawnCpu.push((await tab.cpuSeconds()) - between)
        read.push(await readOnly(world, house, lines))
      }
      const [back = 0, page = 0, xterm = 0, unseen = 0] = [interrupts, drawn, alone, read].map(median)
      const [pageCpu = 0, xtermCpu = 0] = [drawnCpu, aloneCpu].map(median)
      const seconds = (time: number) => `${(time / 1000).toFixed(2)} s`
      return [
        {
          figure: 'Ctrl-C in a flood of `yes`, in Chromium, median (worst)',
          gatehouse: `${ms(back)} (${ms(Math.max(...interrupts))})`,
          result: `prompt back in ${ms(back)}`,
          target: '≤ 200 ms',
          met: back <= 200,
        },
        {
          figure: `\`seq 1 ${lines}\` drawn in Chromium`,
          bare: `xterm.js alone: ${seconds(xterm)}`,
          gatehouse: seconds(page),
          result: `${times(page / xterm)} xterm.js alone`,
          target: '≤ 1.3 × xterm.js alone',
          met: page / xterm <= 1.3,
        },
        {
          figure: "the same, processor time of the page's process",
          bare: `xterm.js alone: ${xtermCpu.toFixed(2)} s`,
          gatehouse: `${pageCpu.toFixed(2)} s`,
          result: `${times(pageCpu / xtermCpu)} xterm.js alone`,
          target: '',
          met: undefined,
        },
        {
          figure: 'the same, read by a client that draws nothing',
          gatehouse: seconds(unseen),
          result: `${times(unseen / xterm)} xterm.js alone: what the way to the page takes by itself`,
          target: '',
          met: undefined,
        },
      ]
    } finally {
      await tab.close()
      await house.stop()
    }
  },
}

async function interrupt(tab: TerminalTab): Promise<number> {
  await tab.enter('clear; yes')
  await tab.shows('yyyyyyyy')
  await pause(2000)
  return tab.pressUntil('Control+c', '<back>', 20_000)
}

/** The same lines through the same Gatehouse to a client that takes them as they come: milliseconds until the last. */
async function readOnly(world: World, house: House, lines: number): Promise<number> {
  const shell = await world.openAt(house)
  await run(shell, 'stty -echo')
  const begun = performance.now()
  await run(shell, `seq 1 ${lines}`)
  const taken = performance.now() - begun
  await shell.close()
  return taken
}

async function draw(tab: TerminalTab, lines: number): Promise<number> {
  await tab.focus()
  await tab.page.keyboard.insertText(`clear; seq 1 ${lines}; echo fin''ished`)
  return tab.pressUntil('Enter', 'finished', 180_000)
}
