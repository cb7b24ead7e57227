import type { Locator } from '@playwright/test'
import type { IBufferCell } from '@xterm/headless'
import type { ScreenTerminal } from '@/core/screen/terminal'

/** Text and how it looks: the names of xterm's classes that say so, and a colour of the background that has none. */
type Run = readonly [text: string, look: string]

/** A screen as a person sees it. */
export interface Drawn {
  rows: string[]
  /** The parts of each row, looks included. */
  looks: Run[][]
  /** Column and row from 0; undefined while it is hidden. */
  cursor: { x: number; y: number } | undefined
}

/**
 * The number that xterm's renderer gives to the default colour where text and ground are swapped. As the colour of text it is left out:
 * the least contrast decides that.
 */
const swappedDefault = 257

/** What the elements of a pane show. */
export async function drawnIn(pane: Locator, cols: number): Promise<Drawn> {
  const seen = await pane.locator('.xterm-screen').evaluate((screen, columns) => {
    const rows = [...screen.querySelectorAll('.xterm-rows > div')]
    const cursor = screen.querySelector('.xterm-cursor')
    const width = screen.getBoundingClientRect().width / columns
    const left = screen.getBoundingClientRect().left
    return {
      rows: rows.map((row) =>
        [...row.querySelectorAll('span')].map((span) => ({
          text: span.textContent ?? '',
          classes: [...span.classList],
          ground: span.style.backgroundColor,
        })),
      ),
      cursor: cursor
        ? {
            x: Math.round((cursor.getBoundingClientRect().left - left) / width),
            y: rows.findIndex((row) => row.contains(cursor)),
          }
        : undefined,
    }
  }, cols)
  const looks = seen.rows.map((row) =>
    joined(
      row.map(({ text, classes, ground }): Run => {
        const names = classes.filter((name) => /^xterm-(bold|dim|italic|underline|overline|strike|fg|bg)/.test(name))
        return [text.replaceAll('\u00a0', ' '), look([...names, ground])]
      }),
    ),
  )
  return { rows: looks.map(textOf), looks, cursor: seen.cursor }
}

/** What a terminal holds, as the elements of a pane should show it. */
export function drawnFrom(screen: ScreenTerminal): Drawn {
  const { active } = screen.terminal.buffer
  const looks: Run[][] = []
  for (let y = 0; y < screen.rows; y++) {
    const line = active.getLine(active.baseY + y)
    const cells: Run[] = []
    for (let x = 0; x < screen.cols; x++) {
      const cell = line?.getCell(x)
      if (cell && cell.getWidth() > 0) cells.push([cell.isInvisible() ? ' ' : cell.getChars() || ' ', lookOf(cell)])
    }
    looks.push(joined(cells))
  }
  const { isCursorHidden } = screen.internals.coreService
  const cursor = isCursorHidden ? undefined : { x: Math.min(active.cursorX, screen.cols - 1), y: active.cursorY }
  return { rows: looks.map(textOf), looks, cursor }
}

function lookOf(cell: IBufferCell): string {
  const text = cell.isFgPalette() ? cell.getFgColor() : undefined
  const ground = cell.isBgPalette() ? cell.getBgColor() : undefined
  const swapped = cell.isInverse() ? swappedDefault : undefined
  const [fg, bg] = swapped ? [ground ?? swapped, text ?? swapped] : [text, ground]
  const rgb = swapped === undefined && cell.isBgRGB() ? cell.getBgColor() : undefined
  return look([
    cell.isBold() ? 'xterm-bold' : '',
    cell.isItalic() ? 'xterm-italic' : '',
    cell.isDim() ? 'xterm-dim' : '',
    cell.isUnderline() ? 'xterm-underline' : '',
    cell.isOverline() ? 'xterm-overline' : '',
    cell.isStrikethrough() ? 'xterm-strikethrough' : '',
    fg === undefined ? '' : `xterm-fg-${fg}`,
    bg === undefined ? '' : `xterm-bg-${bg}`,
    rgb === undefined ? '' : `rgb(${rgb >> 16}, ${(rgb >> 8) & 255}, ${rgb & 255})`,
  ])
}

function look(names: string[]): string {
  return names
    .filter((name) => name && name !== `xterm-fg-${swappedDefault}`)
    .map((name) => name.replace(/^(xterm-underline)-\d$/, '$1').replace(/^xterm-/, ''))
    .sort()
    .join(' ')
}

/** Neighbours that look alike become one part; blanks at the end that look like nothing go. */
function joined(parts: Run[]): Run[] {
  const runs: Run[] = []
  for (const [text, looks] of parts) {
    const last = runs.at(-1)
    if (last?.[1] === looks) runs[runs.length - 1] = [last[0] + text, looks]
    else runs.push([text, looks])
  }
  const last = runs.at(-1)
  if (last?.[1] !== '') return runs
  const trimmed = last[0].trimEnd()
  return [...runs.slice(0, -1), ...(trimmed ? [[trimmed, ''] as const] : [])]
}

function textOf(runs: Run[]): string {
  return runs
    .map(([text]) => text)
    .join('')
    .trimEnd()
}
