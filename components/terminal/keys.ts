/** What a key does in a pane; the words of each are `terminal.keys.<name>` in the catalogue. */
export type PaneAction =
  | 'copy'
  | 'paste'
  | 'find'
  | 'snippets'
  | 'previousPrompt'
  | 'nextPrompt'
  | 'scrollTop'
  | 'scrollBottom'
  | 'preferences'

export interface PaneKey {
  action: PaneAction | 'copyOrInterrupt' | 'findPrevious' | 'findNext' | 'findClose' | 'scrollPage' | 'openLink'
  /** As people read them; on a Mac `mac` where it differs, none where it is empty. */
  keys: readonly string[]
  mac?: readonly string[]
}

/**
 * Every key that a pane takes from the shell, for the list behind `?`. None is a control character: Ctrl with a letter alone
 * belongs to the shell, Ctrl-C included (it copies while something is selected).
 */
export const paneKeys: readonly PaneKey[] = [
  { action: 'copy', keys: ['Ctrl', 'Shift', 'C'], mac: ['⌘', 'C'] },
  { action: 'copy', keys: ['Ctrl', 'Insert'] },
  { action: 'copyOrInterrupt', keys: ['Ctrl', 'C'], mac: [] },
  { action: 'paste', keys: ['Ctrl', 'Shift', 'V'], mac: ['⌘', 'V'] },
  { action: 'paste', keys: ['Shift', 'Insert'] },
  { action: 'find', keys: ['Ctrl', 'Shift', 'F'], mac: ['⌘', 'F'] },
  { action: 'findPrevious', keys: ['Enter'] },
  { action: 'findNext', keys: ['Shift', 'Enter'] },
  { action: 'findClose', keys: ['Esc'] },
  { action: 'snippets', keys: ['Ctrl', 'Shift', 'S'], mac: ['⌘', 'Shift', 'S'] },
  { action: 'previousPrompt', keys: ['Ctrl', 'Shift', '↑'], mac: ['⌘', 'Shift', '↑'] },
  { action: 'nextPrompt', keys: ['Ctrl', 'Shift', '↓'], mac: ['⌘', 'Shift', '↓'] },
  { action: 'scrollPage', keys: ['Shift', 'PgUp'] },
  { action: 'scrollTop', keys: ['Ctrl', 'Shift', 'Home'], mac: ['⌘', 'Shift', 'Home'] },
  { action: 'scrollBottom', keys: ['Ctrl', 'Shift', 'End'], mac: ['⌘', 'Shift', 'End'] },
  { action: 'openLink', keys: ['Ctrl', 'Click'], mac: ['⌘', 'Click'] },
  { action: 'preferences', keys: ['Ctrl', ','] },
]

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey'>

const withShift: Record<string, PaneAction> = {
  c: 'copy',
  v: 'paste',
  f: 'find',
  s: 'snippets',
  arrowup: 'previousPrompt',
  arrowdown: 'nextPrompt',
  home: 'scrollTop',
  end: 'scrollBottom',
}
/** On a Mac the first three go without Shift, as everywhere there. */
const withCommand: Record<string, PaneAction> = { c: 'copy', v: 'paste', f: 'find' }

/** What a key pressed in a pane means to the pane; undefined for what belongs to the shell. */
export function paneAction(event: Pressed, mac: boolean): PaneAction | undefined {
  const key = event.key.toLowerCase()
  if (event.altKey) return undefined
  if (event.ctrlKey && !event.metaKey && !event.shiftKey) {
    if (key === 'insert') return 'copy'
    return key === ',' ? 'preferences' : undefined
  }
  if (event.shiftKey && !event.ctrlKey && !event.metaKey) return key === 'insert' ? 'paste' : undefined
  if (mac) {
    if (!event.metaKey || event.ctrlKey) return undefined
    return event.shiftKey ? withShift[key] : withCommand[key]
  }
  return event.ctrlKey && event.shiftKey && !event.metaKey ? withShift[key] : undefined
}
