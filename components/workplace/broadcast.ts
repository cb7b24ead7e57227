import type { PaneTerminalHandle } from './pane-link'

/** Cursor keys, Home and End, whose sequences depend on what the program asked for. */
const cursorKey = /^\u001b[[O]([ABCDFH])$/
/** The control sequences that keys make: with a letter, with modifiers, or with a number and a tilde. */
const keySequence =
  /^\u001b(?:\u001b?\[(?:1;\d{1,2})?[ABCDEFHPQRSZ]|\u001b?\[\d{1,2}(?:;\d{1,2})?~|\u001b?O[A-Za-z]|[^[\]OPX^_]|\u001b)?$/u

/** Types what was typed in one terminal into others, as each of them needs it. */
export function relay(data: string, others: readonly PaneTerminalHandle[]): void {
  const cursor = cursorKey.exec(data)?.[1]
  if (!isTyped(data)) return
  for (const other of others) {
    if (cursor) other.input(`\u001b${other.applicationCursorKeys() ? 'O' : '['}${cursor}`)
    else other.input(data)
  }
}

/**
 * Whether a person typed this. Terminals also answer programs by themselves (where the cursor is, what they are, which
 * colours they have, where the mouse went): a host must not be able to have such an answer typed into others.
 */
export function isTyped(data: string): boolean {
  return data.startsWith('\u001b') ? keySequence.test(data) : !/[\u001b\u0080-\u009f]/.test(data)
}
