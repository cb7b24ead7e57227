import { decodeAll, pairs, range } from './decode-all'
import { fourBytes } from './four-bytes'
import type { HostEncoding } from './names'
import { tableNames, tableOf } from './tables'

/** The code of each character above ASCII: the number that its bytes write, the first byte first. */
export type Codes = Map<number, number>

/**
 * An encoding's characters, read off its decoder: every code it may have is decoded once. Where several codes mean one
 * character, the one that the Encoding Standard's encoder takes wins.
 */
export function codesOf(encoding: HostEncoding): Codes {
  const codes: Codes = new Map()
  for (const [code, text] of allOf(encoding)) {
    const point = text.codePointAt(0) ?? 0
    const taken = codes.has(point) && !(encoding === 'big5' && big5Last.has(point))
    if (!taken && !readOnly(encoding, code)) codes.set(point, code)
  }
  return codes
}

function allOf(encoding: HostEncoding): Iterable<[code: number, text: string]> {
  const table = tableNames.find((name) => name === encoding)
  return table ? tableOf(table) : (groups[encoding] ?? [singles]).flatMap((group) => decodeAll(encoding, group))
}

const singles = range(0x80, 0xff).map((byte) => [byte])
const gbk = pairs(range(0x81, 0xfe), [...range(0x40, 0x7e), ...range(0x80, 0xfe)])

/** The codes that an encoding may have, in the order in which they are taken. One byte each unless it stands here. */
const groups: Partial<Record<HostEncoding, readonly (readonly number[][])[]>> = {
  gbk: [[[0x80]], gbk],
  gb18030: [gbk, range(0, 39_419).map(fourBytes)],
  big5: [pairs(range(0x81, 0xfe), [...range(0x40, 0x7e), ...range(0xa1, 0xfe)])],
  'euc-jp': [pairs([0x8e], range(0xa1, 0xdf)), pairs(range(0xa1, 0xfe), range(0xa1, 0xfe))],
}

/** Codes that are read and never written: Big5's Hong Kong additions, Shift_JIS's second copies and private ones. */
function readOnly(encoding: HostEncoding, code: number): boolean {
  const [lead, trail] = [code >> 8, code & 0xff]
  if (encoding === 'big5') return lead < 0xa1
  if (encoding !== 'shift_jis' || lead === 0) return false
  const pointer = (lead - (lead < 0xa0 ? 0x81 : 0xc1)) * 188 + trail - (trail < 0x7f ? 0x40 : 0x41)
  return pointer >= 8272 && pointer <= 8835
}

/** Box drawing and two numerals that Big5 has twice: here the later code is the usual one. */
const big5Last = new Set([0x2550, 0x255e, 0x2561, 0x256a, 0x5341, 0x5345])
