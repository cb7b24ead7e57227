import { describe, expect, it } from 'vitest'
import { ScreenTerminal } from './terminal'

function rowsAfter(...written: string[]): string[] {
  const screen = new ScreenTerminal({ cols: 8, rows: 3 }, 5)
  for (const text of written) screen.write(Buffer.from(text))
  const { active } = screen.terminal.buffer
  const rows = [0, 1, 2].map((row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '')
  screen.dispose()
  return rows
}

describe('what a host may send', () => {
  it.each(['\x1b[1J', '\x1b[?1J'])('erases up to the very last cell, and what follows is read: %j', (erase) => {
    expect(rowsAfter(`\x1b[?1049habc\x1b[3;8H${erase}`, '\x1b[2;1Hafter')).toEqual(['', 'after', ''])
  })

  it.each(['L', 'M', 'S', 'T', 'I', 'Z', 'b'])('repeats as often as makes a difference: CSI %s', (final) => {
    const many = rowsAfter(`one\r\ntwo\x1b[1;3H\x1b[2147483647${final}`, '\x1b[3;1Hafter')
    expect(many).toEqual(rowsAfter(`one\r\ntwo\x1b[1;3H\x1b[2000${final}`, '\x1b[3;1Hafter'))
    expect(many[2]).toContain('after')
  })
})
