import { describe, expect, it } from 'vitest'
import { parseDrawn, parseInput } from './wire'

const id = '6f6b2b7e-5f5d-4b1e-9f0a-3f1f7d1a0001'

describe('messages of the path of a keystroke', () => {
  it('carry bytes in either form', () => {
    const bytes = Uint8Array.of(1, 2)
    expect(parseInput([id, bytes])).toEqual({ sessionId: id, bytes })
    expect(parseInput([id, bytes.buffer])).toEqual({ sessionId: id, bytes })
    expect(parseDrawn([id, 0])).toEqual({ sessionId: id, offset: 0 })
    expect(parseDrawn([id, 2 ** 40])).toEqual({ sessionId: id, offset: 2 ** 40 })
  })

  it('are none when anything else is in them', () => {
    const bytes = Uint8Array.of(1)
    for (const message of [
      [],
      [id],
      [id, 'ls'],
      [id, { 0: 1 }],
      [id, null],
      [7, bytes],
      [null, bytes],
      [id, bytes, 1],
    ]) {
      expect(parseInput(message), JSON.stringify(message)).toBeUndefined()
    }
    for (const message of [
      [],
      [id],
      [id, '5'],
      [id, -1],
      [id, 0.5],
      [id, Number.NaN],
      [id, 2 ** 60],
      [7, 5],
      [id, 5, 1],
    ]) {
      expect(parseDrawn(message), JSON.stringify(message)).toBeUndefined()
    }
  })
})
