import type { Terminal } from '@xterm/xterm'
import { browserInternals } from '@/core/screen/internals'

/** As wide as the scrollbar that it lies under: its coming and going changes no column. */
const width = 14

/**
 * The ruler at the right, which shows where in the scrollback the marks lie. xterm lays the page out and paints the ruler anew with each
 * frame while there is one, so there is one only while somebody has marks to show.
 */
export class Ruler {
  private readonly users = new Set<string>()

  constructor(private readonly terminal: Terminal) {}

  /** Whether `user` has marks to show. */
  want(user: 'find' | 'prompts', wanted: boolean): void {
    const before = this.users.size
    if (wanted) this.users.add(user)
    else this.users.delete(user)
    if (before === 0 && this.users.size > 0) this.terminal.options.overviewRuler = { width }
    if (before > 0 && this.users.size === 0) this.remove()
  }

  private remove(): void {
    const core = browserInternals(this.terminal)
    core._overviewRulerRenderer?.dispose()
    core._overviewRulerRenderer = undefined
  }
}
