import type { Terminal } from '@xterm/xterm'

interface Wishes {
  copyOnSelect: () => boolean
  pasteOnRightClick: () => boolean
  copy: () => void
  paste: (text: string) => void
  /** The browser does not let the page read the clipboard. */
  refused: () => void
}

/**
 * What the mouse does besides selecting, where the person wants it: a selection is copied when the button is let go, a right
 * click pastes. Shift with a right click always shows the browser's menu, and a program that reads the mouse gets its clicks.
 */
export function watchPointer(element: HTMLElement, terminal: Terminal, wishes: Wishes): () => void {
  const left = new AbortController()
  const { signal } = left
  element.addEventListener(
    'mousedown',
    (event) => {
      if (event.button !== 0) return
      // The button may be let go outside; xterm ends its selection in its own listener, before this one's turn.
      window.addEventListener(
        'mouseup',
        () => setTimeout(() => wishes.copyOnSelect() && terminal.hasSelection() && wishes.copy()),
        { once: true, signal },
      )
    },
    { capture: true, signal },
  )
  element.addEventListener(
    'contextmenu',
    (event) => {
      if (!wishes.pasteOnRightClick() || event.shiftKey || terminal.modes.mouseTrackingMode !== 'none') return
      event.preventDefault()
      event.stopPropagation()
      readClipboard().then(wishes.paste, wishes.refused)
    },
    { capture: true, signal },
  )
  return () => left.abort()
}

async function readClipboard(): Promise<string> {
  // Typed as always there; absent on plain http.
  const clipboard: Clipboard | undefined = navigator.clipboard
  if (!clipboard) throw new Error('no clipboard')
  return clipboard.readText()
}
