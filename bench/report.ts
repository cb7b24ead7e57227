/** One line of the table. */
export interface Line {
  figure: string
  bare?: string
  bridge?: string
  gatehouse: string
  /** What the target speaks of: a ratio, a difference. */
  result: string
  target: string
  /** Undefined where there is no target. */
  met: boolean | undefined
}

/** The lines as a Markdown table. */
export function markdownTable(lines: readonly Line[]): string {
  const head = ['figure', 'bare ssh2', 'bridge', 'Gatehouse', 'result', 'target', '']
  const rows = lines.map((line) => [
    line.figure,
    line.bare ?? '',
    line.bridge ?? '',
    line.gatehouse,
    line.result,
    line.target,
    line.met === undefined ? '' : line.met ? 'met' : '**missed**',
  ])
  const widths = head.map((title, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? title).length)))
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n')
}

export const ms = (value: number) => `${value < 10 ? value.toFixed(2) : value.toFixed(1)} ms`
export const mebibytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`
export const kibibytes = (bytes: number) => `${(bytes / 1024).toFixed(0)} KiB`
export const times = (value: number) => `${value.toFixed(2)} ×`
