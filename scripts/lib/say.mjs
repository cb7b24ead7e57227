// What the scripts print: a mark, a few words, how long it took. Colour only on a terminal.
const colour = process.stdout.isTTY && !process.env.NO_COLOR

const paint = (code) => (text) => (colour ? `\x1b[${code}m${text}\x1b[0m` : text)
export const bold = paint(1)
export const dim = paint(2)
export const red = paint(31)
export const green = paint(32)

/** `1.2 s` or `3 min 04 s`, from milliseconds. */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  return `${Math.floor(seconds / 60)} min ${String(Math.round(seconds % 60)).padStart(2, '0')} s`
}

/** One clear line on stderr, then the end. */
export function giveUp(message, hint) {
  console.error(`${red('✗')} ${message}`)
  if (hint) console.error(`  ${hint}`)
  process.exit(1)
}
