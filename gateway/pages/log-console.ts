import { format } from 'node:util'
import type { Logger } from 'pino'

/** What Next writes to the console goes into the log: a line an entry, at its level. */
export function logConsole(log: Logger): void {
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (...values: unknown[]) =>
      log[level](format(...values))
  Object.assign(console, {
    debug: at('debug'),
    log: at('info'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
  })
}
