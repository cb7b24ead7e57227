import { decodeAll, pairs, range } from './decode-all'

/**
 * Encodings that the platforms' own decoders don't read alike, and how this one does: Node has windows-1252 as ISO 8859-1,
 * exchanges control characters in Shift_JIS, and lacks half of Korean; every platform takes ISO 8859-1 for windows-1252.
 */
export const tableNames = ['iso-8859-1', 'windows-1252', 'shift_jis', 'euc-kr'] as const
export type TableName = (typeof tableNames)[number]

const makers: Record<TableName, () => Map<number, string>> = {
  'iso-8859-1': () => new Map(range(0x80, 0xff).map((byte) => [byte, String.fromCharCode(byte)])),
  'windows-1252': () =>
    new Map([
      ...range(0x80, 0xff).map((byte): [number, string] => [byte, String.fromCharCode(byte)]),
      ...[...windows1252].map((character, index): [number, string] => [0x80 + index, character]),
    ]),
  shift_jis: () =>
    new Map(
      decodeAll('shift_jis', [
        ...range(0xa1, 0xdf).map((byte) => [byte]),
        ...pairs([...range(0x81, 0x9f), ...range(0xe0, 0xfc)], [...range(0x40, 0x7e), ...range(0x80, 0xfc)]),
      ]),
    ),
  'euc-kr': korean,
}

/** 0x80 to 0x9f; five of them are control characters still. */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

const made = new Map<TableName, ReadonlyMap<number, string>>()

/** The text of each code above ASCII. Made when first needed. */
export function tableOf(name: TableName): ReadonlyMap<number, string> {
  const table = made.get(name) ?? makers[name]()
  made.set(name, table)
  return table
}

/**
 * KS X 1001, and the syllables that it leaves out in the places that Microsoft gave them: in Unicode's order, before and
 * between the standard's own.
 */
function korean(): Map<number, string> {
  const table = new Map(decodeAll('euc-kr', pairs(range(0xa1, 0xfe), range(0xa1, 0xfe))))
  const present = new Set(table.values())
  const missing = range(0xac00, 0xd7a3)
    .map((point) => String.fromCharCode(point))
    .filter((syllable) => !present.has(syllable))
  const letters = [...range(0x41, 0x5a), ...range(0x61, 0x7a)]
  const places = [
    ...pairs(range(0x81, 0xa0), [...letters, ...range(0x81, 0xfe)]),
    ...pairs(range(0xa1, 0xc6), [...letters, ...range(0x81, 0xa0)]),
  ]
  for (const [index, syllable] of missing.entries()) {
    const [lead = 0, trail = 0] = places[index] ?? []
    table.set(lead * 256 + trail, syllable)
  }
  return table
}
