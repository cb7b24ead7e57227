import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeScreen } from '../testing/screens'
import { completeLength } from './boundary'
import { restoreSequence } from './restore'
import { ScreenTerminal } from './terminal'

const size = { cols: 12, rows: 5 }
const scrollback = 8

function screenOf(...written: (string | Uint8Array)[]): ScreenTerminal {
  const screen = new ScreenTerminal(size, scrollback)
  for (const text of written) screen.write(Buffer.from(text))
  return screen
}

/** One terminal reads all; another is restored where the first stood, and reads the rest. */
function expectAlike(before: string, after: string, resize?: { cols: number; rows: number }): void {
  const bytes = Buffer.from(before)
  const cut = completeLength(bytes)
  const first = screenOf(bytes.subarray(0, cut))
  const sequence = restoreSequence(first)
  const second = screenOf(sequence)
  if (resize && savedFarAway(first)) return
  expect(describeScreen(second), JSON.stringify(sequence)).toEqual(describeScreen(first))
  for (const screen of [first, second]) {
    if (resize) screen.resize(resize.cols, resize.rows)
    screen.write(Buffer.concat([bytes.subarray(cut), Buffer.from(after)]))
  }
  expect(describeScreen(second), JSON.stringify(sequence)).toEqual(describeScreen(first))
  first.dispose()
  second.dispose()
}

/**
 * Whether the row of a saved cursor scrolled away, and was not among the first. When the width changes, xterm moves such a
 * cursor by what the rows above do, and there is no telling another terminal where that was.
 */
function savedFarAway(screen: ScreenTerminal): boolean {
  const { normal } = screen.internals.buffers
  return normal.savedY < normal.ybase && normal.savedY >= screen.rows
}

const number = fc.integer({ min: 0, max: 14 })
const csi = (final: string, ...parameters: fc.Arbitrary<number>[]) =>
  fc.tuple(...parameters).map((values) => `\x1b[${values.join(';')}${final}`)

const narrow = fc.stringMatching(/^[ -~]{1,30}$/)
const colour = fc.oneof(
  fc.integer({ min: 30, max: 37 }).map(String),
  fc.integer({ min: 40, max: 47 }).map(String),
  fc.integer({ min: 90, max: 107 }).map(String),
  fc.constantFrom('39', '49'),
  fc.integer({ min: 0, max: 255 }).map((index) => `38;5;${index}`),
  fc.integer({ min: 0, max: 255 }).map((index) => `48;5;${index}`),
  fc.integer({ min: 0, max: 255 }).map((part) => `38;2;${part};1;2`),
  fc.integer({ min: 0, max: 255 }).map((part) => `48;2;3;${part};4`),
)
const style = fc.constantFrom(
  '0',
  '1',
  '2',
  '3',
  '4',
  '4:3',
  '4:5',
  '5',
  '7',
  '8',
  '9',
  '21',
  '22',
  '23',
  '24',
  '25',
  '27',
  '28',
  '29',
  '53',
  '55',
  '58:5:9',
  '58:2::1:2:3',
)
const sgr = fc.array(fc.oneof(colour, style), { maxLength: 4 }).map((codes) => `\x1b[${codes.join(';')}m`)

const moves = fc.oneof(
  csi('H', number, number),
  csi('G', number),
  csi('A', number),
  csi('B', number),
  csi('C', number),
  csi('D', number),
  fc.constantFrom('\r', '\n', '\r\n', '\b', '\t', '\x1bM', '\x1bD', '\x1bE', '\x1b[Z', '\x07'),
)
const edits = fc.oneof(
  csi('K', fc.integer({ min: 0, max: 2 })),
  csi('J', fc.integer({ min: 0, max: 3 })),
  csi('X', number),
  csi('P', number),
  csi('@', number),
  csi('L', number),
  csi('M', number),
  csi('S', number),
  csi('T', number),
  csi('b', number),
  fc.constantFrom('\x1b[1"q', '\x1b[0"q', '\x1b#8'),
)
const modes = fc.constantFrom(
  ...[
    '1',
    '6',
    '7',
    '12',
    '25',
    '45',
    '66',
    '9',
    '1000',
    '1002',
    '1003',
    '1004',
    '1006',
    '1016',
    '2004',
    '2026',
    '47',
    '1047',
    '1049',
  ].flatMap((mode) => [`\x1b[?${mode}h`, `\x1b[?${mode}l`]),
  ...['\x1b[4h', '\x1b[4l', '\x1b[20h', '\x1b[20l', '\x1b=', '\x1b>', '\x1b[!p', '\x1bc'],
  ...['\x1b7', '\x1b8', '\x1b[s', '\x1b[u', '\x1b[2;4r', '\x1b[r', '\x1b[3;3r', '\x1b[3 q', '\x1b[0 q', '\x1b[6 q'],
  ...['\x1b(0', '\x1b(B', '\x1b)0', '\x1b*A', '\x0e', '\x0f', '\x1bn', '\x1bo', '\x1bH', '\x1b[g', '\x1b[3g'],
  ...['\x1b]2;a title\x07', '\x1b]0;other;\x1b\\'],
  ...['\x1b]133;A\x07', '\x1b]133;A;aid=1\x1b\\', '\x1b]133;D;0\x07', '\x1b]133;D;7\x07'],
  ...[
    '\x1b]4;3;rgb:01/02/03\x07',
    '\x1b]104;3\x07',
    '\x1b]104\x07',
    '\x1b]10;#445566\x07',
    '\x1b]110\x07',
    '\x1b]12;#010203\x07',
  ],
)
/**
 * Without two things that leave nothing to see: DECRC brings back flags without the links and kinds of underline that go with
 * them, so streams end those first; and a tab stop can be set behind the last column, so streams set it elsewhere.
 */
const stream = (parts: readonly string[]) =>
  parts
    .join('')
    .replace(/\x1b8|\x1b\[u|\x1b\[\?1049l/g, '\x1b[24;59m\x1b]8;;\x07$&')
    .replaceAll('\x1bH', '\x1b[4G\x1bH')

const wide = fc.constantFrom(
  '中文',
  '字',
  'é',
  'e\u0301',
  '\u0301',
  '👩‍💻',
  '🇨🇳',
  '🇨',
  '한국',
  '\u1100\u1161',
  '❤️',
  '❤',
  '\ufe0f',
  '\u200d',
  '。',
  'ａ',
  '─',
)

/** xterm forgets a link when the last row goes that it was opened or printed in; so something is always printed. */
const links = fc.constantFrom(
  '\x1b]8;;http://a.example/\x07a',
  '\x1b]8;id=1;http://b.example/;x\x1b\\b',
  'c\x1b]8;;\x07',
  '\x1b]8;;\x07',
)

const narrowStream = fc.array(fc.oneof({ weight: 5, arbitrary: narrow }, sgr, moves, edits, modes), { maxLength: 25 })
const wideStream = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: wide },
    { weight: 2, arbitrary: narrow },
    sgr,
    moves,
    csi('K', number),
    csi('X', number),
    links,
  ),
  { maxLength: 25 },
)
const sizes = fc.option(fc.record({ cols: fc.integer({ min: 2, max: 20 }), rows: fc.integer({ min: 1, max: 9 }) }))

describe('a restored screen', { timeout: 60_000 }, () => {
  it.each([
    ['a prompt that a combining character may follow', 'user$ e', '\u0301'],
    ['a full row whose next character begins another', 'x'.repeat(12), 'y'],
    ['a full row that was coloured since', `${'x'.repeat(12)}\x1b[31m`, 'y'],
    ['a full row in line drawing', `\x1b(0${'q'.repeat(12)}\x1b[1m`, 'q'],
    ['a full row that was erased', `${'x'.repeat(12)}\x1b[44m\x1b[2J`, 'y'],
    ['a wide character that did not fit', `${'x'.repeat(11)}中`, '文'],
    ['a wrapped row whose first cells are gone', `${'x'.repeat(20)}\x1b[4D\x1b[1K`, 'y'],
    ['insert mode within a row', 'abcdef\x1b[3D\x1b[4hX', '\u0301Y'],
    ['margins, origin and a cursor in them', '\x1b[2;4r\x1b[?6h\x1b[2;3Hx', '\r\n\n\n\n\ny'],
    [
      'a program on the alternate screen',
      'shell\r\n$ vi\x1b7\x1b[?1049h\x1b[2J\x1b[Htext\x1b[5;1H:',
      'q\x1b[?1049ldone',
    ],
    ['a saved cursor with colours and character set', '\x1b(0\x1b[3;4H\x1b[1;32m\x1b7\x1b[m\x1b(B\x1b[H', 'a\x1b8q'],
    ['a character set that DECRC brought back', '\x1b(0\x1b7\x1b(B\x1b8', 'q'],
    ['erased colours', '\x1b[44m\x1b[2J\x1b[3;3Hx\x1b[41m\x1b[K\r\n\x1b[m\n\n\n', 'y'],
    ['rows that scrolled away in colour', '\x1b[42mab\r\n'.repeat(20), '\x1b[mc'],
    ['tab stops', '\x1b[3g\x1b[5G\x1bH\x1b[9G\x1bH\r', '\tx\ty'],
    ['mouse, paste, focus and keypad', '\x1b[?1002;1006;2004;1004;1;12h\x1b=\x1b[?25l\x1b[5 q', 'x'],
    [
      'prompts',
      `${'\x1b]133;D;0\x07\x1b]133;A\x07$ ls\r\nfile\r\n'.repeat(5)}\x1b]133;A\x07$ `,
      'x\r\n\x1b]133;D;1\x07y',
    ],
    ['a prompt in a row that the one above flows into', `${'x'.repeat(18)}\x1b]133;A\x07`, 'y\x1b]133;D;2\x07'],
    ['synchronized output under way', '\x1b[?2026hx', 'y\x1b[?2026l'],
  ])('keeps %s', (_, before, after) => {
    expectAlike(before, after)
    expectAlike(before, after, { cols: 17, rows: 4 })
    expectAlike(before, after, { cols: 7, rows: 6 })
  })

  it('is the same and goes on the same, whatever was written', () => {
    fc.assert(
      fc.property(narrowStream, narrowStream, (before, after) => expectAlike(stream(before), stream(after))),
      { numRuns: 200 },
    )
  })

  it('is the same with wide and combined characters', () => {
    fc.assert(
      fc.property(wideStream, wideStream, (before, after) => expectAlike(stream(before), stream(after))),
      { numRuns: 200 },
    )
  })

  it('goes on the same at another size', () => {
    fc.assert(
      fc.property(narrowStream, narrowStream, sizes, (before, after, resize) =>
        expectAlike(stream(before), stream(after), resize ?? undefined),
      ),
      { numRuns: 200 },
    )
  })
})
