import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, it } from 'vitest'
import { expectSameScreen } from '../testing/screens'
import { completeLength } from './boundary'
import { restoreSequence } from './restore'
import { ScreenTerminal } from './terminal'

// What real programs printed on a terminal of 90 by 28, recorded byte by byte: vim, less, tmux and a shell.
const size = { cols: 90, rows: 28 }
const scrollback = 500

const capture = (name: string) => readFileSync(new URL(`captures/${name}.bin`, import.meta.url))

describe.each(['vim', 'less', 'tmux', 'shell'])('what %s printed', { timeout: 60_000 }, (name) => {
  const output = capture(name)
  const cuts = fc.integer({ min: 0, max: output.length })
  const sizes = fc.constantFrom(size, { cols: 120, rows: 40 }, { cols: 60, rows: 20 })

  it('looks the same after a restored screen as without, wherever it was cut', () => {
    fc.assert(
      fc.property(cuts, cuts, (from, to) => expectAlike(output, Math.min(from, to), Math.max(from, to), size)),
      { numRuns: 25 },
    )
  })

  it('does so when the size changes there', () => {
    fc.assert(
      fc.property(cuts, sizes, (from, resized) => expectAlike(output, from, output.length, resized)),
      { numRuns: 10 },
    )
  })
})

function expectAlike(output: Buffer, from: number, to: number, resized: { cols: number; rows: number }): void {
  const cut = completeLength(output.subarray(0, from))
  const first = new ScreenTerminal(size, scrollback)
  first.write(output.subarray(0, cut))
  const second = new ScreenTerminal(size, scrollback)
  second.write(Buffer.from(restoreSequence(first)))
  expectSameScreen(second, first)
  for (const screen of [first, second]) {
    screen.resize(resized.cols, resized.rows)
    // Not within a character: see ScreenTerminal.write.
    const end = to === output.length ? to : cut + completeLength(output.subarray(cut, to))
    screen.write(output.subarray(cut, end))
  }
  expectSameScreen(second, first)
  first.dispose()
  second.dispose()
}
