import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ScreenTerminal } from '../screen/terminal'
import { pieces, WholeCharacters } from './utf8'

const text = fc
  .array(fc.constantFrom('a', 'é', '\u0080', '。', '中', '\ufffd', '😀', '\u{10ffff}'))
  .map((all) => all.join(''))

describe('characters that come in pieces', () => {
  it('are given on whole, wherever they are cut', () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(200)), (whole, cuts) => {
        const bytes = Buffer.from(whole)
        const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
        const characters = new WholeCharacters()
        const given = places.slice(1).map((end, index) => characters.take(bytes.subarray(places[index], end)))
        const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
        expect(given.map((part) => strict.decode(part)).join('')).toBe(whole)
      }),
    )
  })

  it('show on a screen, the Chinese full stop too', () => {
    const screen = new ScreenTerminal({ cols: 10, rows: 1 })
    const characters = new WholeCharacters()
    for (const byte of Buffer.from('终。é😀')) screen.write(characters.take(Uint8Array.of(byte)))
    expect(screen.terminal.buffer.active.getLine(0)?.translateToString(true)).toBe('终。é😀')
    screen.dispose()
  })

  it.each([
    ['the beginning of a character that does not go on', [0xe3, 0x41]],
    ['ends of characters alone', [0x80, 0x81, 0x82, 0x83, 0x84]],
    ['bytes that begin nothing', [0xff, 0xfe, 0xf8]],
    ['a character that is too long', [0xc3, 0xa9, 0x80]],
  ])('are not waited for: %s', (_, bytes) => {
    expect([...new WholeCharacters().take(Uint8Array.from(bytes))]).toEqual(bytes)
  })
})

describe('pieces that xterm decodes at once', () => {
  it('lose nothing and end between characters', () => {
    for (const character of ['x', 'é', '。', '😀']) {
      const bytes = Buffer.from(`a${character.repeat(50_000)}`)
      const all = [...pieces(bytes)]
      expect(Buffer.concat(all).equals(bytes)).toBe(true)
      for (const piece of all) {
        expect(piece.length).toBeLessThanOrEqual(128 * 1024)
        expect(() => new TextDecoder('utf-8', { fatal: true }).decode(piece)).not.toThrow()
      }
    }
  })

  it('go on through what is no text', () => {
    const bytes = new Uint8Array(200_000).fill(0x80)
    expect([...pieces(bytes)].reduce((sum, piece) => sum + piece.length, 0)).toBe(bytes.length)
  })
})
