import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completeLength, introducer, Scan } from './boundary'
import { ScreenTerminal } from './terminal'

const bytesOf = (text: string) => Buffer.from(text, 'latin1')

describe('completeLength', () => {
  it.each([
    ['plain text', 'abc\r\n', 5],
    ['nothing', '', 0],
    ['a lone ESC', 'ab\x1b', 2],
    ['CSI', 'ab\x1b[1;3', 2],
    ['CSI, whole', 'ab\x1b[1;31m', 9],
    ['a control within CSI', '\x1b[1\r', 0],
    ['OSC until BEL', '\x1b]2;t\x07x', 7],
    ['OSC without end', '\x1b]2;t', 0],
    ['OSC, half of ST', 'x\x1b]2;t\x1b', 1],
    ['OSC until ST', 'x\x1b]2;t\x1b\\', 8],
    ['DCS', '\x1bP$qm', 0],
    ['DCS until ST', '\x1bP$qm\x1b\\', 7],
    ['DCS, where BEL ends nothing', '\x1bP$qm\x07', 0],
    ['APC, PM and SOS', '\x1b_a\x1b\\\x1b^b\x1b\\\x1bXc', 10],
    ['a string that CAN cuts off', '\x1b]2;t\x18', 6],
    ['a character set', 'x\x1b(', 1],
    ['a character set, whole', 'x\x1b(0', 4],
    ['half a character', 'a\xe4\xb8', 1],
    ['a character', 'a\xe4\xb8\xad', 4],
    ['half a character in a whole string', '\x1b]2;\xe4\xb8\x07', 7],
    ['what is no character', 'a\xe4b', 3],
    ['stray continuation bytes', 'a\x80\x9b', 3],
    ['C1 controls in UTF-8: CSI', 'a\xc2\x9b1', 1],
    ['C1 controls in UTF-8: CSI, whole', 'a\xc2\x9b1m', 5],
    ['a flag at the end of a long text', `${'x'.repeat(5000)}\xf0\x9f\x87`, 5000],
  ])('of %s', (_, text, length) => {
    expect(completeLength(bytesOf(text))).toBe(length)
  })

  it('finds the places where the parser is in its ground state, and the last of them', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '\x1b',
        '\x1b[',
        '\x1b]',
        '\x1bP',
        '\x1b_',
        '\x1b\\',
        '\x07',
        '\x18',
        '\x9c',
        '\x9b',
        '\xc2',
        ';',
        '1',
        'm',
        '<',
        ' ',
        '\xe4\xb8\xad',
        '\xf0\x9f',
        '\x7f',
        '\r',
        '$q',
      ),
      fc.uint8Array({ minLength: 1, maxLength: 4 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const bytes = bytesOf(pieces.join(''))
        let last = 0
        for (let length = 1; length <= bytes.length; length++) if (isBoundary(bytes.subarray(0, length))) last = length
        expect(completeLength(bytes)).toBe(last)
      }),
      { numRuns: 200 },
    )
  })

  it('takes time in proportion to a string without end, in whatever parts it comes', () => {
    const scan = new Scan()
    scan.read(bytesOf('ok\x1b]52;c;'))
    for (let part = 0; part < 200; part++) scan.read(Buffer.alloc(100_000, 'A'))
    expect(scan.complete).toBe(2)
    expect(scan.whole).toBe(9 + 20_000_000)
  })
})

/** What follows is told from half a character by what a plain character does next. */
function isBoundary(bytes: Buffer): boolean {
  const screen = new ScreenTerminal({ cols: 80, rows: 2 }, 0)
  screen.write(bytes)
  const { currentState } = screen.internals._inputHandler._parser
  screen.dispose()
  const last = bytes.lastIndexOf(bytes.findLast((byte) => (byte & 0xc0) !== 0x80) ?? -1)
  const lead = bytes[last] ?? 0
  const needs = (lead & 0xe0) === 0xc0 ? 2 : (lead & 0xf0) === 0xe0 ? 3 : (lead & 0xf8) === 0xf0 ? 4 : 1
  return currentState === 0 && bytes.length - last >= needs
}

describe('an introducer', () => {
  it.each([
    '\x1b',
    '\x1b ',
    '\x1b[',
    '\x1b[1',
    '\x1b[1<',
    '\x1b[ ',
    '\x1b_x',
    '\x1b]52;',
    '\x1bP',
    '\x1bP1',
    '\x1bP1<',
    '\x1bP ',
    '\x1bPq',
  ])('brings the parser where what is left of a sequence has no effect: %j', (begun) => {
    const first = new ScreenTerminal({ cols: 40, rows: 2 }, 0)
    first.write(bytesOf(begun))
    const { currentState } = first.internals._inputHandler._parser
    const second = new ScreenTerminal({ cols: 40, rows: 2 }, 0)
    second.write(bytesOf(introducer(currentState)))
    for (const screen of [first, second]) {
      if (begun !== '\x1b') screen.write(bytesOf(begun.startsWith('\x1b[') ? '1' : '!'))
      screen.write(bytesOf('\x1b\\after'))
      expect(screen.terminal.buffer.active.getLine(0)?.translateToString(true)).toBe('after')
      screen.dispose()
    }
  })
})
