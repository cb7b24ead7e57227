import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostDecoder } from './decode'
import { hostEncoder } from './encode'
import { encodingOf, type HostEncoding, hostEncodings } from './names'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const decodeWhole = (encoding: HostEncoding, bytes: Uint8Array) => {
  const decoder = hostDecoder(encoding)
  return decoder.decode(bytes) + decoder.end()
}

/** Known from the encodings' own tables, not from this code. */
const known: [HostEncoding, string, string][] = [
  ['utf-8', '中文 é', 'e4b8ade6968720c3a9'],
  ['gbk', '中文終端', 'd6d0cec4bd4bb6cb'],
  ['gbk', '€', '80'],
  ['gb18030', '中文', 'd6d0cec4'],
  ['gb18030', '€', 'a2e3'],
  ['gb18030', 'é', 'a8a6'],
  ['gb18030', 'ÿ', '81308b37'],
  ['gb18030', '😀', '9439fc36'],
  ['big5', '中文終端', 'a4a4a4e5b2d7badd'],
  ['big5', '十', 'a451'],
  ['shift_jis', '日本語ﾃ', '93fa967b8ceac3'],
  ['shift_jis', 'ソ', '835c'],
  ['euc-jp', '日本語ﾃ', 'c6fccbdcb8ec8ec3'],
  ['euc-kr', '한국어', 'c7d1b1b9beee'],
  ['euc-kr', '똠갂힣', '8c638141c652'],
  ['iso-8859-1', 'café\u0085', '636166e985'],
  ['iso-8859-2', 'Łódź', 'a3f364bc'],
  ['iso-8859-15', '€', 'a4'],
  ['windows-1251', 'Привет', 'cff0e8e2e5f2'],
  ['windows-1252', '“€”', '938094'],
  ['koi8-r', 'Привет', 'f0d2c9d7c5d4'],
]

describe('the encodings of hosts', () => {
  it.each(known)('%s writes %s as %s, and reads it back', (encoding, text, bytes) => {
    expect(hex(hostEncoder(encoding)(text))).toBe(bytes)
    expect(decodeWhole(encoding, Buffer.from(bytes, 'hex'))).toBe(text)
  })

  it.each(hostEncodings)('%s leaves ASCII, control characters and escape sequences as they are', (encoding) => {
    const text = String.fromCharCode(...Array.from({ length: 128 }, (_, code) => code))
    expect(hostEncoder(encoding)(text)).toEqual(Uint8Array.from({ length: 128 }, (_, code) => code))
    expect(decodeWhole(encoding, Buffer.from(text, 'latin1'))).toBe(text)
    expect(decodeWhole(encoding, Buffer.from('\u001b[1;31mred\u001b[0m', 'latin1'))).toBe('\u001b[1;31mred\u001b[0m')
  })

  it.each(hostEncodings)('%s reads back everything that it writes', (encoding) => {
    const encode = hostEncoder(encoding)
    const points = Array.from({ length: 0x2ff80 }, (_, index) => 0x80 + index)
    const characters = points
      .filter((point) => point < 0xd800 || point > 0xdfff)
      .map((point) => String.fromCodePoint(point))
    const written = characters.filter((character) => hex(encode(character)) !== '3f')
    const back = decodeWhole(encoding, encode(written.join('\n'))).split('\n')
    const wrong = written.filter((character, index) => back[index] !== character)
    expect(wrong).toEqual([])
    expect(written.length).toBeGreaterThan(60)
  })

  it.each(hostEncodings)('%s is the same however its bytes are cut', (encoding) => {
    const alphabet = {
      gbk: '中文终端',
      big5: '中文終端',
      shift_jis: '日本語ソ',
      'euc-kr': '한국어',
      'euc-jp': '日本語',
    }
    const letters = `ab\u001b[0m\r\n${encoding in alphabet ? alphabet[encoding as keyof typeof alphabet] : 'é'}`
    const bytes = hostEncoder(encoding)(letters.repeat(3))
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length)), (cuts) => {
        const decoder = hostDecoder(encoding)
        const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length]
        const pieces = places.slice(1).map((end, index) => decoder.decode(bytes.subarray(places[index], end)))
        return pieces.join('') + decoder.end() === decodeWhole(encoding, bytes)
      }),
    )
  })

  it('put a question mark for what they do not have, and a replacement character for what means nothing', () => {
    expect(hex(hostEncoder('gbk')('a😀b'))).toBe('613f62')
    expect(hex(hostEncoder('iso-8859-1')('中'))).toBe('3f')
    expect(decodeWhole('gbk', Buffer.from('d6', 'hex'))).toBe('\ufffd')
    expect(decodeWhole('euc-kr', Buffer.from('ff41', 'hex'))).toBe('\ufffdA')
  })

  it('are UTF-8 where nothing else is said', () => {
    expect(encodingOf(undefined)).toBe('utf-8')
    expect(encodingOf('of another version')).toBe('utf-8')
    expect(encodingOf('gbk')).toBe('gbk')
  })
})
