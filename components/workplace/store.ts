import { activeTab, changePane, closePane, focusedPane, focusPane, tabOf } from '@/core/workspace/model/tabs'
import { panesOf } from '@/core/workspace/model/tree'
import type { Pane, Workspace } from '@/core/workspace/model/types'
import { attachTo } from './attach'
import { relay } from './broadcast'
import { accountTarget, beginWith, placeOpening, targetAgain } from './opening'
import type { PaneFacts, PaneTerminalHandle } from './pane-link'
import type { RunningPlace } from './places'
import {
  broadcastable,
  initialState,
  isAlive,
  type Opening,
  type PaneStatus,
  takesInput,
  type Where,
  type WorkplaceState,
} from './state'

/** The workplace of this window: the remembered workspace, and what happens in its panes. React reads it with `useWorkplace`. */
export class WorkplaceStore {
  private state = initialState
  private readonly listeners = new Set<() => void>()
  private readonly terminals = new Map<string, PaneTerminalHandle>()
  /** Asked for before what was remembered is there. */
  private early: (() => void)[] = []

  constructor(private readonly newId: () => string) {}

  readonly get = (): WorkplaceState => this.state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Takes over what was remembered, once a window: see {@link beginWith}. */
  load(
    remembered: Workspace,
    running: readonly Pick<RunningPlace, 'id' | 'attached'>[],
    heldHere: ReadonlySet<string>,
  ): void {
    if (this.state.loaded) return
    this.set({ workspace: remembered, loaded: true })
    this.set(beginWith(remembered, running, heldHere))
    for (const open of this.early) open()
    this.early = []
  }

  /** Applies a change of tabs and panes. */
  change(how: (workspace: Workspace) => Workspace): void {
    const workspace = how(this.state.workspace)
    if (workspace === this.state.workspace) return
    const together = [...this.state.broadcast].filter((id) => workspace.panes[id])
    this.set({
      workspace,
      status: Object.fromEntries(Object.entries(this.state.status).filter(([id]) => workspace.panes[id])),
      // What is left to type into alone is no broadcast any more.
      broadcast: new Set(together.length > 1 ? together : []),
    })
    this.markRead()
  }

  /** The same, and then the terminal that has the focus in the model gets the keyboard. */
  changeAndFocus(how: (workspace: Workspace) => Workspace): void {
    this.change(how)
    this.focusTerminal()
  }

  /** Opens something: see {@link placeOpening}. False when there is no room. */
  open(opening: Opening, where: Where): boolean {
    if (!this.state.loaded) {
      this.early.push(() => this.open(opening, where))
      return true
    }
    const placed = placeOpening(this.state, opening, where, this.newId)
    if (!placed) return false
    this.set({ status: placed.status })
    this.changeAndFocus(() => placed.workspace)
    return true
  }

  /** Attaches a pane to its session, in place of the page that shows it. */
  bring(id: string): void {
    const target = attachTo(this.state.workspace.panes[id]?.sessionId ?? '')
    if (target) this.setStatus(id, { target })
  }

  /** Opens a new session in a pane that was remembered. */
  openAgain(id: string): void {
    const pane = this.state.workspace.panes[id]
    const target = pane && accountTarget(pane)
    if (target) this.setStatus(id, { target })
  }

  mayDuplicate(pane: Pane): boolean {
    return targetAgain(pane, this.state.status[pane.id]?.target) !== undefined
  }

  /** The same host once more, beside the pane. False when there is no room or nothing to open again. */
  duplicate(id: string, where: Where): boolean {
    const pane = this.state.workspace.panes[id]
    const target = pane && targetAgain(pane, this.state.status[id]?.target)
    if (!target) return false
    this.change((workspace) => focusPane(workspace, id))
    return this.open({ target, title: pane.title, remember: pane.target }, where)
  }

  /** Closes panes; asks first if sessions would end with them. */
  close(ids: readonly string[]): void {
    if (ids.some((id) => isAlive(this.state, id))) this.set({ closing: ids })
    else this.leave(ids)
  }

  closeTab(id: string): void {
    const tab = this.state.workspace.tabs.find((one) => one.id === id)
    if (tab) this.close(panesOf(tab.tree))
  }

  /** Closes the panes that were asked about, and ends their sessions. */
  closeNow(): void {
    const { closing } = this.state
    for (const id of closing) if (isAlive(this.state, id)) this.terminals.get(id)?.end()
    this.leave(closing)
  }

  /** Closes panes and leaves their sessions running, where sessions outlive their panes. */
  leave(ids: readonly string[]): void {
    this.set({ closing: [] })
    this.changeAndFocus((workspace) => ids.reduce(closePane, workspace))
  }

  /** Closes nothing after all. */
  keep(): void {
    this.set({ closing: [] })
    this.focusTerminal()
  }

  /** What a pane's terminal says of its session. */
  report(id: string, facts: PaneFacts): void {
    const before = this.state.status[id]
    const { phase, sessionId, hostTitle } = facts
    const known = before?.phase === phase && before.sessionId === sessionId && before.hostTitle === hostTitle
    if (known || !this.state.workspace.panes[id]) return
    this.setStatus(id, { ...before, ...facts })
    if (this.state.broadcast.has(id) && !takesInput(this.state, id)) this.toggleReceiver(id)
    if (!sessionId) return
    this.change((now) => (now.panes[id]?.sessionId === sessionId ? now : changePane(now, id, { sessionId })))
  }

  /** Output or a bell came; it counts as unread unless the pane's tab is on the screen. */
  noteUnread(id: string, what: 'output' | 'bell'): void {
    const { workspace, status, shown } = this.state
    const seen = shown && tabOf(workspace, id)?.id === workspace.active
    const known = status[id]?.unread
    if (!seen && known !== what && known !== 'bell') this.setStatus(id, { ...status[id], unread: what })
  }

  /** Lends a pane's terminal; the answer takes it back. */
  attachTerminal(id: string, handle: PaneTerminalHandle): () => void {
    this.terminals.set(id, handle)
    return () => {
      if (this.terminals.get(id) === handle) this.terminals.delete(id)
    }
  }

  /** The keyboard goes to the pane that has the focus in the model, once React has drawn the change. */
  focusTerminal(): void {
    requestAnimationFrame(() => {
      const { workspace, renaming, shown } = this.state
      const pane = focusedPane(workspace)
      if (pane && shown && !renaming) this.terminals.get(pane.id)?.focus()
    })
  }

  /** What was typed in one pane goes to the others of the broadcast. */
  typed(id: string, data: string): void {
    relay(data, this.others(id))
  }

  /** What was pasted in one pane is pasted in the others of the broadcast. */
  pasted(id: string, text: string): void {
    for (const other of this.others(id)) other.paste(text)
  }

  /**
   * The names of the panes of a broadcast, this one included, whose programs would run the lines of a paste one by one. None while
   * the pane takes part in no broadcast.
   */
  runners(id: string): string[] {
    const { broadcast, workspace } = this.state
    if (!broadcast.has(id)) return []
    const panes = [...broadcast].filter((one) => this.terminals.get(one)?.bracketedPaste() === false)
    return [...new Set(panes.flatMap((one) => workspace.panes[one]?.title ?? []))]
  }

  /** Begins a broadcast to every pane of the tab that takes input, or ends it. */
  toggleBroadcast(): void {
    const panes = this.state.broadcast.size > 0 ? [] : broadcastable(this.state)
    this.set({ broadcast: new Set(panes.length > 1 ? panes : []) })
    this.focusTerminal()
  }

  /** Takes one pane into the broadcast, or out of it. */
  toggleReceiver(id: string): void {
    const broadcast = new Set(this.state.broadcast)
    if (!broadcast.delete(id) && takesInput(this.state, id)) broadcast.add(id)
    this.set({ broadcast })
    this.focusTerminal()
  }

  /** Begins to write a tab's name; without one, ends it. */
  setRenaming(renaming?: string): void {
    this.set({ renaming })
    if (!renaming) this.focusTerminal()
  }

  setDrag(drag: WorkplaceState['drag']): void {
    this.set({ drag })
  }

  setPlaces(running: readonly RunningPlace[], recent = this.state.recent): void {
    this.set({ running, recent })
  }

  setZen(zen: boolean): void {
    this.set({ zen })
    this.focusTerminal()
  }

  /** The page of the workplace came or went. */
  setShown(shown: boolean): void {
    this.set({ shown, zen: shown && this.state.zen })
    this.markRead()
    this.focusTerminal()
  }

  /** The terminals that get what is put into this pane too. */
  private others(id: string): PaneTerminalHandle[] {
    const { broadcast } = this.state
    if (!broadcast.has(id)) return []
    return [...broadcast].flatMap((other) => (other === id ? [] : (this.terminals.get(other) ?? [])))
  }

  /** What is on the screen is read. */
  private markRead(): void {
    const { workspace, status, shown } = this.state
    const tab = activeTab(workspace)
    const unread = shown && tab ? panesOf(tab.tree).filter((id) => status[id]?.unread) : []
    if (unread.length === 0) return
    const read = unread.map((id) => [id, { ...status[id], unread: undefined }])
    this.set({ status: { ...status, ...Object.fromEntries(read) } })
  }

  private setStatus(id: string, status: PaneStatus): void {
    this.set({ status: { ...this.state.status, [id]: status } })
  }

  private set(change: Partial<WorkplaceState>): void {
    this.state = { ...this.state, ...change }
    for (const listener of this.listeners) listener()
  }
}
