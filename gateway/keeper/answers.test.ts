import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nothingRead, type Reading, readAnswers } from './answers'

/** Whether a person had a hand in one of these inputs. */
function typed(...inputs: string[]): boolean {
  let reading: Reading | undefined = nothingRead
  let by = false
  for (const input of inputs) {
    reading = readAnswers(Buffer.from(input), reading ?? nothingRead)
    by ||= reading === undefined
  }
  return by
}

const answers: [name: string, answer: string][] = [
  ['the cursor', '\u001b[24;80R'],
  ['the cursor, private', '\u001b[?24;80R'],
  ['the cursor, with its page', '\u001b[?24;80;1R'],
  ['primary attributes', '\u001b[?1;2c'],
  ['secondary attributes', '\u001b[>0;276;0c'],
  ['tertiary attributes', '\u001bP!|00000000\u001b\\'],
  ['status', '\u001b[0n'],
  ['private status', '\u001b[?27;1;0;0n'],
  ['the colour scheme', '\u001b[?997;1n'],
  ['the window', '\u001b[8;24;80t'],
  ['a mode', '\u001b[4;2$y'],
  ['a private mode', '\u001b[?2004;1$y'],
  ['parameters', '\u001b[2;1;1;128;128;1;0x'],
  ['a colour', '\u001b]11;rgb:1e1e/1e1e/1e1e\u001b\\'],
  ['a colour that ends with a bell', '\u001b]4;1;rgb:cd/00/00\u0007'],
  ['a setting', '\u001bP1$r1 q\u001b\\'],
  ['no such setting', '\u001bP0$r\u001b\\'],
  ['a capability', '\u001bP1+r544e=787465726d\u001b\\'],
  ['its version', '\u001bP>|xterm.js(6.0.0)\u001b\\'],
  ['what the keyboard can do', '\u001b[?0u'],
  ['graphics', '\u001b[?1;0;256S'],
  ['focus', '\u001b[I'],
  ['no focus', '\u001b[O'],
]
const all = answers.map(([, answer]) => answer).join('')

describe('what a terminal sends by itself', () => {
  it.each(answers)('is no typing: %s', (_, answer) => {
    expect(typed(answer)).toBe(false)
    expect(typed(answer + answer)).toBe(false)
  })

  it('is no typing wherever it is cut', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(all.length)), (cuts) => {
        const ends = [...cuts.toSorted((a, b) => a - b), all.length]
        // A piece that is an Escape alone is the key.
        const apart = ends.filter((end, index) => all[end - 1] !== '\u001b' || (ends[index - 1] ?? 0) !== end - 1)
        return !typed(...apart.map((end, index) => all.slice(apart[index - 1] ?? 0, end)))
      }),
    )
  })

  it('is nothing when nothing comes', () => expect(typed('')).toBe(false))
})

describe('what a person does', () => {
  it.each([
    ['a letter', 'a'],
    ['a character of another script', '中'],
    ['Enter', '\r'],
    ['Ctrl-C', '\u0003'],
    ['Escape twice', '\u001b\u001b'],
    ['Alt with a letter', '\u001bb'],
    ['an arrow', '\u001b[A'],
    ['an arrow of an application', '\u001bOA'],
    ['an arrow with Ctrl', '\u001b[1;5D'],
    ['Home', '\u001b[H'],
    ['Shift-Tab', '\u001b[Z'],
    ['F1', '\u001bOP'],
    ['F3', '\u001bOR'],
    ['F5', '\u001b[15~'],
    ['Shift-F4', '\u001b[1;2S'],
    ['a key by its number', '\u001b[97;5u'],
    ['another', '\u001b[27;5;97~'],
    ['the mouse', '\u001b[M !!'],
    ['the mouse, SGR', '\u001b[<0;10;5M'],
    ['the mouse let go', '\u001b[<0;10;5m'],
    ['the mouse, urxvt', '\u001b[32;10;5M'],
    ['a paste', 'echo pasted'],
    ['a bracketed paste', '\u001b[200~\u001b[24;80R\u001b[201~'],
  ])('is typing: %s', (_, input) => {
    expect(typed(input)).toBe(true)
    expect(typed(all, input)).toBe(true)
    expect(typed(all + input)).toBe(true)
    expect(typed(input + all)).toBe(true)
  })

  it('is typing when it is Escape alone', () => {
    expect(typed('\u001b')).toBe(true)
    expect(typed(all, '\u001b')).toBe(true)
  })

  it('is typing key by key, also where the first of them could begin an answer', () => {
    expect(typed(...'\u001b]go')).toBe(true)
    expect(typed('\u001b]', 'g')).toBe(true)
    expect(typed('\u001bP', 'r')).toBe(true)
    expect(typed('\u001b[', 'A')).toBe(true)
    expect(typed('\u001b[6;1', 'é')).toBe(true)
    expect(typed('\u001b]1', '1\r')).toBe(true)
    expect(typed('\u001b]1', ...'1 is answered at length'.repeat(6))).toBe(true)
  })

  it('is typing when no answer goes on for so long', () => {
    expect(typed(`\u001b[${'1;'.repeat(100)}1R`)).toBe(true)
    expect(typed(`\u001b]11;${'x'.repeat(200)}\u0007`)).toBe(true)
  })
})

it('takes one step a byte', () => {
  const megabyte = Buffer.from('\u001b[24;80R'.repeat(131_072))
  const begun = performance.now()
  expect(readAnswers(megabyte, nothingRead)).toEqual(nothingRead)
  expect(performance.now() - begun).toBeLessThan(5000)
})
