import { visible } from '@/components/ui/visible'

/** Whether a paste holds a line's end, which a prompt without bracketed paste takes for Enter. */
export function runsLines(text: string): boolean {
  return /[\r\n]/.test(text)
}

/** The lines of a paste; an end after the last one begins no other. */
export function linesOf(text: string): string[] {
  return text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n')
}

/** A paste without its line ends, so that nothing runs before Enter is pressed. */
export function onOneLine(text: string): string {
  return linesOf(text)
    .map((line) => line.trim())
    .filter(Boolean)
    .join(' ')
}

/** A line of a paste to look at: tabs and everything else that can't be seen are made visible. */
export function shownLine(line: string): string {
  return visible(line.replaceAll('\t', '\u21e5'))
}
