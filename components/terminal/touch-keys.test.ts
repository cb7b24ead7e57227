import { describe, expect, it } from 'vitest'
import { nothingHeld, touchSequence, withHeld } from './touch-keys'

const ctrl = { ctrl: true, alt: false }
const alt = { ctrl: false, alt: true }

describe('the touch bar', () => {
  it.each([
    ['Escape', nothingHeld, false, '\u001b'],
    ['Tab', nothingHeld, false, '\t'],
    ['ArrowUp', nothingHeld, false, '\u001b[A'],
    ['ArrowUp', nothingHeld, true, '\u001bOA'],
    ['ArrowLeft', ctrl, true, '\u001b[1;5D'],
    ['ArrowLeft', alt, false, '\u001b[1;3D'],
    ['End', nothingHeld, true, '\u001bOF'],
    ['PageDown', nothingHeld, false, '\u001b[6~'],
    ['PageUp', ctrl, false, '\u001b[5;5~'],
  ] as const)('sends %s with %j (application mode: %s) as %j', (key, held, application, sequence) =>
    expect(touchSequence(key, held, application)).toBe(sequence),
  )

  it.each([
    ['c', ctrl, '\u0003'],
    ['C', ctrl, '\u0003'],
    ['[', ctrl, '\u001b'],
    [' ', ctrl, '\u0000'],
    ['中', ctrl, '中'],
    ['b', alt, '\u001bb'],
    ['x', { ctrl: true, alt: true }, '\u001b\u0018'],
    ['ls', ctrl, 'ls'],
  ] as const)('makes %j with %j into %j', (text, held, typed) => expect(withHeld(text, held)).toBe(typed))
})
