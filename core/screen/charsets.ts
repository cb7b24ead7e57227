import headless from '@xterm/headless'
import { type Charset, internals } from './internals'

/** Finals of `ESC (` and its kin that xterm knows, each standing for a character set of its own. */
const finals = ['0', 'A', '4', 'C', 'R', 'Q', 'K', 'Y', 'E', 'Z', 'H', '=']

let known: Map<Charset, string> | undefined

/** The final that designates this character set. xterm doesn't tell the sets' names: a terminal is asked once for each. */
export function finalOf(charset: Charset | undefined): string {
  known ??= probe()
  return (charset && known.get(charset)) ?? 'B'
}

function probe(): Map<Charset, string> {
  const terminal = new headless.Terminal({ cols: 2, rows: 1, scrollback: 0 })
  const { _charsetService: service, _writeBuffer: buffer } = internals(terminal)
  const found = new Map<Charset, string>()
  for (const final of finals) {
    buffer.writeSync(`\x1b(${final}`)
    if (service.charset) found.set(service.charset, final)
  }
  terminal.dispose()
  return found
}
