/** Where in an answer its bytes have got to; `between`: in none. */
type Place = 'between' | 'escape' | 'control' | 'numbers' | 'private' | 'mode' | 'colour' | 'setting' | 'string' | 'end'

/** What has been read of an answer that may go on with the next bytes. */
export interface Reading {
  place: Place
  /** Bytes of it so far. */
  length: number
}

/** Before the first byte. */
export const nothingRead: Reading = { place: 'between', length: 0 }

/** An answer that is longer is none: the longest, a version or a colour, have some 30 bytes. */
const mostBytes = 128

const escapeByte = 0x1b
const digits = '0123456789'
const printable = String.fromCharCode(...Array.from({ length: 0x7f - 0x20 }, (_, index) => 0x20 + index))

/** Where each byte leads. What is not here is no part of an answer. */
const paths: Record<Place, readonly [bytes: string, to: Place][]> = {
  between: [['\u001b', 'escape']],
  escape: [
    ['[', 'control'],
    [']', 'colour'],
    ['P', 'setting'],
  ],
  // The focus came or went; or what follows are parameters.
  control: [
    ['IO', 'between'],
    [digits, 'numbers'],
    ['?>=', 'private'],
  ],
  // Attributes, status, cursor, window, parameters.
  numbers: [
    [`${digits};`, 'numbers'],
    ['$', 'mode'],
    ['cnRtx', 'between'],
  ],
  // The same of DEC's and xterm's own, what the keyboard and graphics can do.
  private: [
    [`${digits};`, 'private'],
    ['$', 'mode'],
    ['cnRuS', 'between'],
  ],
  mode: [['y', 'between']],
  // Alt with ] or P writes the same two bytes: what answers begins with a number or one of two signs.
  colour: [[digits, 'string']],
  setting: [[`${digits}>!`, 'string']],
  string: [
    [printable, 'string'],
    ['\u0007', 'between'],
    ['\u001b', 'end'],
  ],
  end: [['\\', 'between']],
}

const next = new Map(
  // Object.entries forgets that the keys are places.
  (Object.entries(paths) as [Place, (typeof paths)[Place]][]).map(([place, ways]) => [
    place,
    new Map(ways.flatMap(([bytes, to]) => [...bytes].map((byte): [number, Place] => [byte.charCodeAt(0), to]))),
  ]),
)

/**
 * Whether these bytes of a terminal's input are nothing but what it sends by itself: answers to a program's questions, and that
 * its window has the focus or lost it. Answers how far it has read, to go on from with the next bytes, for a client cuts its
 * input anywhere; undefined when a person had a hand in it: typed, pasted, moved the mouse. Pure, and one step a byte.
 *
 * Answers are those of ECMA-48 (DA, CPR, DSR: sections 8.3.14, 8.3.24, 8.3.35) and of xterm's "Control Sequences": DECRPM, DECREPTPARM,
 * DECRPSS, XTVERSION, XTGETTCAP, window and colour reports, FocusIn and FocusOut. Shift-F3 looks like a cursor's report and passes
 * for one. A lone Escape is the key: an answer is hardly ever cut just there.
 */
export function readAnswers(bytes: Uint8Array, from: Reading): Reading | undefined {
  if (from.place === 'between' && bytes.length === 1 && bytes[0] === escapeByte) return undefined
  let { place, length } = from
  for (const byte of bytes) {
    const to = next.get(place)?.get(byte)
    if (to === undefined || length >= mostBytes) return undefined
    place = to
    length = to === 'between' ? 0 : length + 1
  }
  return { place, length }
}
