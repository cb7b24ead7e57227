import { setTimeout as pause } from 'node:timers/promises'
import { TerminalTab } from '../browser'
import { ms, times } from '../report'
import { median } from '../stats'
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
      for (let run = 0; run < options.runs; run++) {
        for (let n = 0; n < (options.quick ? 2 : 4); n++) interrupts.push(await interrupt(tab))
        alone.push(await tab.drawAlone(lines))
        drawn.push(await draw(tab, lines))
      }
      const [back, page, xterm] = [interrupts, drawn, alone].map(median) as [number, number, number]
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
          bare: `xterm.js alone: ${(xterm / 1000).toFixed(2)} s`,
          gatehouse: `${(page / 1000).toFixed(2)} s`,
          result: `${times(page / xterm)} xterm.js alone`,
          target: '≤ 1.3 × xterm.js alone',
          met: page / xterm <= 1.3,
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

async function draw(tab: TerminalTab, lines: number): Promise<number> {
  await tab.focus()
  await tab.page.keyboard.insertText(`clear; seq 1 ${lines}; echo fin''ished`)
  return tab.pressUntil('Enter', 'finished', 180_000)
}
