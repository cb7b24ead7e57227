import { type Codes, codesOf } from './codes'
import { fourBytes } from './four-bytes'
import type { HostEncoding } from './names'

/** Turns text into a host's bytes. */
export type HostEncoder = (text: string) => Uint8Array<ArrayBuffer>

const question = 0x3f

/** An encoder for text to a host. What the encoding doesn't have becomes `?`. Built once an encoding, when first needed. */
export function hostEncoder(encoding: HostEncoding): HostEncoder {
  if (encoding === 'utf-8') {
    const encoder = new TextEncoder()
    // TextEncoder makes a buffer of its own; its type doesn't say so in every version.
    return (text) => Uint8Array.from(encoder.encode(text))
  }
  const bytesOf = fromCodes(encoding)
  return (text) => {
    const bytes: number[] = []
    for (const character of text) {
      const point = character.codePointAt(0) ?? question
      // Every encoding here is ASCII below 0x80, control characters included.
      if (point < 0x80) bytes.push(point)
      else bytes.push(...bytesOf(point))
    }
    return Uint8Array.from(bytes)
  }
}

const built = new Map<HostEncoding, Codes>()

function fromCodes(encoding: HostEncoding): (point: number) => readonly number[] {
  const codes = built.get(encoding) ?? codesOf(encoding)
  built.set(encoding, codes)
  return (point) => {
    const code = codes.get(point)
    if (code !== undefined) return bytesOfCode(code)
    if (encoding === 'gb18030' && point >= 0x10000) return fourBytes(point - 0x10000 + 189_000)
    return [question]
  }
}

/** The bytes of a code as {@link Codes} holds it: the number that they write, the first byte first. */
function bytesOfCode(code: number): number[] {
  const bytes: number[] = []
  for (let rest = code; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  return bytes
}
