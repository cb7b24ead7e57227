import type { Axis, Branch, Side, SplitTree } from './types'

/** The least share of its branch that dragging a divider leaves to a part. */
export const leastShare = 0.08

/** The panes of a tree, in reading order. */
export function panesOf(tree: SplitTree): string[] {
  return tree.kind === 'pane' ? [tree.pane] : tree.parts.flatMap(panesOf)
}

export const leaf = (pane: string): SplitTree => ({ kind: 'pane', pane })

/** A branch in its one form: a single part stands for itself, a part of the same axis gives its own parts, shares add up to 1. */
function branch(axis: Axis, parts: { tree: SplitTree; share: number }[]): SplitTree | undefined {
  const flat = parts.flatMap(({ tree, share }) =>
    tree.kind === axis
      ? tree.parts.map((part, i) => ({ tree: part, share: share * (tree.shares[i] ?? 0) }))
      : [{ tree, share }],
  )
  if (flat.length < 2) return flat[0]?.tree
  const sum = flat.reduce((all, { share }) => all + share, 0)
  return { kind: axis, parts: flat.map(({ tree }) => tree), shares: flat.map(({ share }) => share / sum) }
}

function partsOf({ parts, shares }: Branch) {
  return parts.map((tree, i) => ({ tree, share: shares[i] ?? 0 }))
}

export function axisOf(side: Side): Axis {
  return side === 'left' || side === 'right' ? 'row' : 'column'
}

/** Puts `pane` beside the pane `beside`, which gives it half of its room. Unchanged when `beside` isn't there. */
export function insertBeside(tree: SplitTree, beside: string, side: Side, pane: string): SplitTree {
  if (tree.kind === 'pane') {
    if (tree.pane !== beside) return tree
    const pair = [tree, leaf(pane)].map((part) => ({ tree: part, share: 0.5 }))
    if (side === 'left' || side === 'up') pair.reverse()
    return branch(axisOf(side), pair) ?? tree
  }
  return (
    branch(
      tree.kind,
      replaceParts(tree, (part) => insertBeside(part, beside, side, pane)),
    ) ?? tree
  )
}

function replaceParts(tree: Branch, change: (part: SplitTree) => SplitTree) {
  return partsOf(tree).map(({ tree: part, share }) => ({ tree: change(part), share }))
}

/** Takes a pane out; its neighbours share its room as they share theirs. Undefined when nothing is left. */
export function removePane(tree: SplitTree, pane: string): SplitTree | undefined {
  if (tree.kind === 'pane') return tree.pane === pane ? undefined : tree
  const left = partsOf(tree).flatMap(({ tree: part, share }) => {
    const rest = removePane(part, pane)
    return rest ? [{ tree: rest, share }] : []
  })
  return branch(tree.kind, left)
}

/** Names a branch: which part to follow at each step from the root. */
export type Path = readonly number[]

/**
 * Moves the divider after part `index` of the branch at `path` so that this part has `share` of the branch; only the two
 * parts beside the divider change, and each keeps {@link leastShare} or what it has if that is less.
 */
export function moveDivider(tree: SplitTree, path: Path, index: number, share: number): SplitTree {
  return atBranch(tree, path, (found) => {
    const [before, after] = [found.shares[index], found.shares[index + 1]]
    if (before === undefined || after === undefined || !Number.isFinite(share)) return found
    const both = before + after
    const least = Math.min(leastShare, before, after)
    const first = Math.min(Math.max(share, least), both - least)
    const shares = found.shares.with(index, first).with(index + 1, both - first)
    return { ...found, shares }
  })
}

/** Gives every part of the branch at `path` the same room. */
export function equaliseBranch(tree: SplitTree, path: Path): SplitTree {
  return atBranch(tree, path, (found) => ({ ...found, shares: found.parts.map(() => 1 / found.parts.length) }))
}

/** Gives every part of every branch the same room. */
export function equaliseAll(tree: SplitTree): SplitTree {
  if (tree.kind === 'pane') return tree
  return { ...tree, parts: tree.parts.map(equaliseAll), shares: tree.parts.map(() => 1 / tree.parts.length) }
}

function atBranch(tree: SplitTree, path: Path, change: (found: Branch) => Branch): SplitTree {
  if (tree.kind === 'pane') return tree
  const [step, ...rest] = path
  if (step === undefined) return change(tree)
  const part = tree.parts[step]
  return part ? { ...tree, parts: tree.parts.with(step, atBranch(part, rest, change)) } : tree
}
