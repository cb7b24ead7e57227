import type { CommandId } from './commands'

/** A combination as `KeyboardEvent` tells it. `key` is compared without regard to case; `code` names the key's place. */
export interface Combination {
  ctrl?: boolean
  shift?: boolean
  alt?: boolean
  meta?: boolean
  key: string
}

interface KeyRow {
  command: CommandId
  pc: Combination
  mac: Combination
}

const shifted = (key: string): Combination => ({ ctrl: true, shift: true, key })
const command = (key: string): Combination => ({ meta: true, key })
const both = (id: CommandId, combination: Combination): KeyRow => ({ command: id, pc: combination, mac: combination })

/**
 * Every key of the workplace, in one place; those of a pane are in components/terminal/keys.ts. Ctrl-Shift and a letter are what
 * terminals have always kept for themselves: a shell can't tell Ctrl-Shift-E from Ctrl-E, so nothing is taken from it. Left out are the ones
 * that a browser never hands to a page (Ctrl-Shift-T, -N, -W, -Q), the ones that make control characters on some keyboards (with
 * digits and punctuation), and Ctrl-Shift-U (Unicode input on Linux). The letters are Terminator's where it has one.
 */
export const workplaceKeys: readonly KeyRow[] = [
  { command: 'palette', pc: shifted('k'), mac: command('k') },
  { command: 'splitRight', pc: shifted('e'), mac: command('d') },
  { command: 'splitDown', pc: shifted('o'), mac: { meta: true, shift: true, key: 'd' } },
  both('closePane', shifted('d')),
  both('nextTab', shifted('pagedown')),
  both('previousTab', shifted('pageup')),
  both('nextPane', shifted('j')),
  both('previousPane', shifted('h')),
  {
    command: 'focusLeft',
    pc: { alt: true, shift: true, key: 'arrowleft' },
    mac: { meta: true, ctrl: true, key: 'arrowleft' },
  },
  {
    command: 'focusRight',
    pc: { alt: true, shift: true, key: 'arrowright' },
    mac: { meta: true, ctrl: true, key: 'arrowright' },
  },
  {
    command: 'focusUp',
    pc: { alt: true, shift: true, key: 'arrowup' },
    mac: { meta: true, ctrl: true, key: 'arrowup' },
  },
  {
    command: 'focusDown',
    pc: { alt: true, shift: true, key: 'arrowdown' },
    mac: { meta: true, ctrl: true, key: 'arrowdown' },
  },
  { command: 'zoom', pc: shifted('x'), mac: { meta: true, shift: true, key: 'enter' } },
  both('zen', shifted('z')),
  both('broadcast', shifted('b')),
]

export function isMac(): boolean {
  return typeof navigator !== 'undefined' && navigator.platform.startsWith('Mac')
}

/** The combination of a command on this platform. */
export function combinationOf(id: CommandId, mac: boolean): Combination | undefined {
  const row = workplaceKeys.find((one) => one.command === id)
  return row && (mac ? row.mac : row.pc)
}

/** The command that a key event asks for. */
export function commandOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey'>,
  mac: boolean,
): CommandId | undefined {
  const key = event.key.toLowerCase()
  return workplaceKeys.find((row) => {
    const wanted = mac ? row.mac : row.pc
    return (
      wanted.key === key &&
      Boolean(wanted.ctrl) === event.ctrlKey &&
      Boolean(wanted.shift) === event.shiftKey &&
      Boolean(wanted.alt) === event.altKey &&
      Boolean(wanted.meta) === event.metaKey
    )
  })?.command
}

const macNames: Record<string, string> = { ctrl: '⌃', shift: '⇧', alt: '⌥', meta: '⌘' }
const pcNames: Record<string, string> = { ctrl: 'Ctrl', shift: 'Shift', alt: 'Alt', meta: 'Win' }
const keyNames: Record<string, string> = {
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  enter: '↵',
}

/** The caps of a combination, in the order in which they are read. */
export function capsOf(combination: Combination, mac: boolean): string[] {
  const names = mac ? macNames : pcNames
  const held = (['ctrl', 'alt', 'shift', 'meta'] as const).filter((one) => combination[one])
  return [...held.map((one) => names[one] ?? one), keyNames[combination.key] ?? combination.key.toUpperCase()]
}
