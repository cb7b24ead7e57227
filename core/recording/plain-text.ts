import { isAscii } from 'node:buffer'

/** SO, SI and ESC: the control characters that leave more behind than text. */
const lasting = [0x0e, 0x0f, 0x1b]
/** In UTF-8 what begins a control character of 80 to 9F. */
const beginsControl = 0xc2

/**
 * Whether bytes are plain text, `before` being the one before them: nothing that changes more than the text of the lines it
 * stands in. The system's own search looks at them, not a loop.
 */
export function isPlain(text: Uint8Array, before: number): boolean {
  const bytes = Buffer.from(text.buffer, text.byteOffset, text.length)
  if (lasting.some((control) => bytes.includes(control))) return false
  return isAscii(bytes) || !hasHighControl(bytes, before)
}

function hasHighControl(bytes: Buffer, before: number): boolean {
  const isSecond = (byte = 0) => byte >= 0x80 && byte < 0xa0
  if (before === beginsControl && isSecond(bytes[0])) return true
  for (let at = bytes.indexOf(beginsControl); at !== -1; at = bytes.indexOf(beginsControl, at + 1)) {
    if (isSecond(bytes[at + 1])) return true
  }
  return false
}

/** How many line feeds there are. */
export function linesIn(bytes: Uint8Array): number {
  let lines = 0
  for (const byte of bytes) if (byte === 0x0a) lines++
  return lines
}
