/** Keys that a phone's keyboard lacks, as the touch bar names them. */
export type TouchKey =
  | 'Escape'
  | 'Tab'
  | 'ArrowUp'
  | 'ArrowDown'
  | 'ArrowLeft'
  | 'ArrowRight'
  | 'Home'
  | 'End'
  | 'PageUp'
  | 'PageDown'

/** Modifiers that hold for the next key. */
export interface Held {
  ctrl: boolean
  alt: boolean
}

export const nothingHeld: Held = { ctrl: false, alt: false }

const letters: Partial<Record<TouchKey, string>> = {
  ArrowUp: 'A',
  ArrowDown: 'B',
  ArrowRight: 'C',
  ArrowLeft: 'D',
  Home: 'H',
  End: 'F',
}

/** What a key sends, as xterm does: in application mode the cursor keys change their form, with a modifier they carry it. */
export function touchSequence(key: TouchKey, held: Held, applicationCursor: boolean): string {
  const modifier = 1 + (held.alt ? 2 : 0) + (held.ctrl ? 4 : 0)
  const letter = letters[key]
  if (letter) {
    if (modifier > 1) return `\u001b[1;${modifier}${letter}`
    return applicationCursor ? `\u001bO${letter}` : `\u001b[${letter}`
  }
  if (key === 'PageUp' || key === 'PageDown') {
    const number = key === 'PageUp' ? 5 : 6
    return modifier > 1 ? `\u001b[${number};${modifier}~` : `\u001b[${number}~`
  }
  const plain = key === 'Escape' ? '\u001b' : '\t'
  return held.alt ? `\u001b${plain}` : plain
}

/** What was typed with the held modifiers: Ctrl makes a control character of one letter or sign, Alt puts ESC before it. */
export function withHeld(text: string, held: Held): string {
  if ([...text].length !== 1) return text
  const controlled = held.ctrl ? control(text) : text
  return held.alt ? `\u001b${controlled}` : controlled
}

function control(character: string): string {
  if (character === ' ') return '\u0000'
  if (character === '?') return '\u007f'
  const upper = character.toUpperCase()
  return /^[@-_]$/.test(upper) ? String.fromCharCode(upper.charCodeAt(0) & 0x1f) : character
}
