/** How many answers a host may have at once, and how many a second on average. */
const burst = 100
const perSecond = 50

/**
 * What xterm.js answers to a host's queries, as opposed to what a person types: device attributes, status and cursor
 * reports, modes, window sizes, DECRQSS, colours. (Shift-F3 looks like a cursor report; nobody presses it fifty times a second.)
 */
const answer =
  /^\u001b(?:\[[?>=]?[\d;]*[cnR]|\[\??[\d;]*\$y|\[[\d;]*t|\[\?[\d;]*u|P[\s\S]*\u001b\\|\]\d+;[\s\S]*(?:\u001b\\|\u0007))$/

export function isAnswer(data: string): boolean {
  return data.startsWith('\u001b') && answer.test(data)
}

/** Lets answers through at a sane rate, so that a host which begs without end does not cause a flood of input. */
export class AnswerGuard {
  private left = burst
  private at: number

  constructor(private readonly now: () => number = () => performance.now()) {
    this.at = now()
  }

  /** Whether this may go to the host. What is typed always may. */
  admits(data: string): boolean {
    if (!isAnswer(data)) return true
    const now = this.now()
    this.left = Math.min(burst, this.left + ((now - this.at) / 1000) * perSecond)
    this.at = now
    if (this.left < 1) return false
    this.left -= 1
    return true
  }
}
