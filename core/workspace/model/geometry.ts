import type { Path } from './tree'
import { leastShare } from './tree'
import type { Axis, Side, SplitTree } from './types'

/** A part of the tab's room, in fractions of it. */
export interface Rect {
  x: number
  y: number
  width: number
  height: number
}

/** The line between two parts of a branch. */
export interface Divider {
  path: Path
  /** It stands after this part. */
  index: number
  /** The axis of its branch: a divider in a row is upright. */
  axis: Axis
  /** The room of the branch. */
  within: Rect
  /** Where the line is, in fractions of the tab's room along the axis. */
  at: number
  /** What the part before it has of the branch, and what it may have. */
  share: number
  least: number
  most: number
  /** Where that part begins, in fractions of the branch. */
  start: number
}

export interface Layout {
  panes: { pane: string; rect: Rect }[]
  dividers: Divider[]
}

export const whole: Rect = { x: 0, y: 0, width: 1, height: 1 }

/** Where each pane and divider of a tree stands. The panes cover the room without gap or overlap. */
export function layoutOf(tree: SplitTree, rect: Rect = whole, path: Path = []): Layout {
  if (tree.kind === 'pane') return { panes: [{ pane: tree.pane, rect }], dividers: [] }
  const row = tree.kind === 'row'
  const [origin, length] = row ? [rect.x, rect.width] : [rect.y, rect.height]
  const layout: Layout = { panes: [], dividers: [] }
  let start = 0
  tree.parts.forEach((part, index) => {
    const share = tree.shares[index] ?? 0
    const place = row
      ? { ...rect, x: origin + start * length, width: share * length }
      : { ...rect, y: origin + start * length, height: share * length }
    const inner = layoutOf(part, place, [...path, index])
    layout.panes.push(...inner.panes)
    layout.dividers.push(...inner.dividers)
    const next = tree.shares[index + 1]
    if (next !== undefined) {
      const least = Math.min(leastShare, share, next)
      const at = origin + (start + share) * length
      layout.dividers.push({
        path,
        index,
        axis: tree.kind,
        within: rect,
        at,
        share,
        least,
        // In this order, since `share + next - least` can be a rounding step less than `share`.
        most: share + (next - least),
        start,
      })
    }
    start += share
  })
  return layout
}

/** Smaller than any difference that can be seen. */
const hair = 1e-6

/** The pane that lies next to `pane` on a side: of those that touch it there, the one with the longest common edge. */
export function neighbour(tree: SplitTree, pane: string, side: Side): string | undefined {
  const { panes } = layoutOf(tree)
  const from = panes.find((one) => one.pane === pane)?.rect
  if (!from) return undefined
  let best: { pane: string; common: number } | undefined
  for (const { pane: other, rect } of panes) {
    if (other === pane || !touches(from, rect, side)) continue
    const common =
      side === 'left' || side === 'right'
        ? overlap(from.y, from.height, rect.y, rect.height)
        : overlap(from.x, from.width, rect.x, rect.width)
    if (common > hair && common > (best?.common ?? 0) + hair) best = { pane: other, common }
  }
  return best?.pane
}

function touches(from: Rect, to: Rect, side: Side): boolean {
  const gap = {
    left: from.x - (to.x + to.width),
    right: to.x - (from.x + from.width),
    up: from.y - (to.y + to.height),
    down: to.y - (from.y + from.height),
  }[side]
  return Math.abs(gap) < hair
}

function overlap(a: number, aLength: number, b: number, bLength: number): number {
  return Math.min(a + aLength, b + bLength) - Math.max(a, b)
}
