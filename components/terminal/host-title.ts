import type { Terminal } from '@xterm/xterm'
import { visible } from '@/components/ui/visible'

/** What is looked at of a title, in UTF-16 units. */
const longest = 200
/** What the usual prompts put before what they have to say: the pane says already where it is. */
const place = /^[\w.-]+@[\w.-]+: */
/** A host may set a title with every line: so often at most is one told, in ms. */
const everyMs = 250

/**
 * The title that a host's shell or program sets (xterm's control sequences OSC 0 and 2), as it may be shown beside the host's name:
 * short, on one line, with what can't be seen made visible. It says what is done there, never where: a host may set any.
 */
export function hostTitle(title: string): string {
  return visible(title.slice(0, longest).trim().replace(place, ''))
}

/** Tells what {@link hostTitle} makes of each title that stays for a moment. The answer ends it. */
export function watchTitle(terminal: Terminal, tell: (title: string) => void): () => void {
  let last = ''
  let timer: ReturnType<typeof setTimeout> | undefined
  const listener = terminal.onTitleChange((title) => {
    last = title
    timer ??= setTimeout(() => {
      timer = undefined
      tell(hostTitle(last))
    }, everyMs)
  })
  return () => {
    clearTimeout(timer)
    listener.dispose()
  }
}
