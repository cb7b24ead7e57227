import type { Target } from '@/components/terminal/connection'
import { changePane, closePane, focusedPane, focusPane, openTab, splitPane } from '@/core/workspace/model/tabs'
import { type Pane, type Workspace, workspaceLimits } from '@/core/workspace/model/types'
import { attachTo } from './attach'
import type { RunningPlace } from './places'
import type { Opening, PaneStatus, Where, WorkplaceState } from './state'

type Placed = Pick<WorkplaceState, 'workspace' | 'status'>

/**
 * Where something opens: in a tab of its own or beside the focused pane; a session that is here already gets the focus, and
 * a remembered pane that waits to be opened again is used in place of a new tab. Undefined when there is no room.
 */
export function placeOpening(
  state: WorkplaceState,
  opening: Opening,
  where: Where,
  newId: () => string,
): Placed | undefined {
  const { workspace, status } = state
  const { target, title, remember, sessionId } = opening
  const here = sessionId ? Object.values(workspace.panes).find((pane) => pane.sessionId === sessionId) : undefined
  if (here && status[here.id]?.target) return { workspace: focusPane(workspace, here.id), status }
  const waiting = here ?? (where === 'tab' ? waitingPane(state, opening) : undefined)
  const id = waiting?.id ?? newId()
  const pane: Pane = { id, target: remember, title: cut(title), ...(sessionId ? { sessionId } : {}) }
  const next = waiting ? focusPane(changePane(workspace, id, pane), id) : add(workspace, pane, where, newId)
  if (!next.panes[id]) return undefined
  return { workspace: next, status: { ...status, [id]: target ? { target } : { elsewhere: true } } }
}

function add(workspace: Workspace, pane: Pane, where: Where, newId: () => string): Workspace {
  const beside = focusedPane(workspace)
  return where === 'tab' || !beside ? openTab(workspace, newId(), pane) : splitPane(workspace, beside.id, where, pane)
}

/** A pane of the same account that was remembered and has opened nothing in this window. */
function waitingPane({ workspace, status }: WorkplaceState, { remember }: Opening): Pane | undefined {
  if (remember.kind !== 'account') return undefined
  return Object.values(workspace.panes).find(
    ({ id, target }) =>
      !status[id]?.target &&
      !status[id]?.elsewhere &&
      target.kind === 'account' &&
      target.accountId === remember.accountId,
  )
}

/**
 * How a window begins with what was remembered. Panes whose sessions run come back by themselves, unless another page shows
 * them; those of quick connect whose sessions have ended can't be opened again and are left out.
 */
export function beginWith(
  remembered: Workspace,
  running: readonly Pick<RunningPlace, 'id' | 'attached'>[],
  heldHere: ReadonlySet<string>,
): Placed {
  const sessions = new Map(running.map((session) => [session.id, session]))
  const status: Record<string, PaneStatus> = {}
  let workspace = remembered
  for (const pane of Object.values(remembered.panes)) {
    const session = pane.sessionId ? sessions.get(pane.sessionId) : undefined
    if (session) {
      const elsewhere = session.attached && !heldHere.has(session.id)
      const target = elsewhere ? undefined : attachTo(session.id)
      status[pane.id] = target ? { target } : { elsewhere: true }
    } else if (pane.target.kind === 'session') {
      workspace = closePane(workspace, pane.id)
    }
  }
  return { workspace, status }
}

/** What a pane of an account opens. */
export function accountTarget({ target }: Pane): Target | undefined {
  return target.kind === 'account' ? { kind: 'account', accountId: target.accountId } : undefined
}

/** What a pane opens a second time, beside itself. The password of a quick connect stays with the pane that was given it. */
export function targetAgain(pane: Pane, known: Target | undefined): Target | undefined {
  return accountTarget(pane) ?? (known?.kind === 'quick' ? { ...known, password: undefined } : undefined)
}

function cut(title: string): string {
  return [...title].slice(0, workspaceLimits.title / 2).join('')
}
