import type { Internals } from './internals'

/**
 * Sequences that xterm repeats in a loop as often as the host says. Without a bound a host holds up the thread, and in a browser
 * every other shell of the page, for hours with a dozen bytes.
 */
const repeated = ['L', 'M', 'S', 'T', 'I', 'Z', 'b']

/**
 * What xterm.js does wrong with a host's bytes, put right before its own handlers: in the browser and on the server alike, so that
 * both hold the same screen. `scrollback` tells how many lines may lie above the screen.
 */
export function mend(
  terminal: Internals,
  size: { readonly cols: number; readonly rows: number },
  scrollback: () => number,
) {
  boundRepeats(terminal, size, scrollback)
  mendErase(terminal, size)
}

/** More than so many make no difference, in screens. */
function boundRepeats({ _inputHandler }: Internals, size: Parameters<typeof mend>[1], scrollback: () => number): void {
  for (const final of repeated) {
    _inputHandler._parser.registerCsiHandler({ final }, ({ params }) => {
      const most = final === 'b' ? size.cols * (size.rows + scrollback()) : size.cols + size.rows
      if ((params[0] ?? 0) > most) params[0] = most
      return false
    })
  }
}

/**
 * xterm throws when all up to the very last cell is to be erased (CSI 1 J), and reads nothing any more. It is the same as
 * erasing everything.
 */
function mendErase(terminal: Internals, size: Parameters<typeof mend>[1]): void {
  for (const prefix of [undefined, '?']) {
    terminal._inputHandler._parser.registerCsiHandler({ prefix, final: 'J' }, ({ params }) => {
      const { x, y, lines } = terminal.buffers.active
      if (params[0] === 1 && x + 1 >= size.cols && y + 1 >= lines.length) params[0] = 2
      return false
    })
  }
}
