import type { Workspace } from '@/core/workspace/model/types'
import type { WorkplaceStore } from './store'

/** Changes that follow each other within this time are saved together, in ms. */
const patienceMs = 500
/** How long after a save that failed it is tried again, in ms. */
const retryMs = 5000

/** Sends the workspace to be remembered: shortly after each change, one save at a time, and when the page goes. */
export class Saving {
  private saved: Workspace | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  private busy = false
  private readonly unsubscribe: () => void
  private readonly flush = () => {
    if (document.visibilityState === 'hidden') void this.save()
  }

  constructor(
    private readonly store: WorkplaceStore,
    private readonly send: typeof putWorkspace = putWorkspace,
  ) {
    this.unsubscribe = store.subscribe(() => this.changed())
    document.addEventListener('visibilitychange', this.flush)
  }

  stop(): void {
    this.unsubscribe()
    document.removeEventListener('visibilitychange', this.flush)
    clearTimeout(this.timer)
  }

  private changed(): void {
    const { workspace, loaded } = this.store.get()
    if (!loaded) return
    // What was loaded is what is stored.
    this.saved ??= workspace
    if (workspace === this.saved || this.timer !== undefined) return
    this.later(patienceMs)
  }

  private later(ms: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.save(), ms)
  }

  private async save(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    const { workspace } = this.store.get()
    if (this.saved === undefined || workspace === this.saved || this.busy) return
    this.busy = true
    const there = new Set(workspace.tabs.map(({ id }) => id))
    const closed = this.saved.tabs.flatMap(({ id }) => (there.has(id) ? [] : [id]))
    const outcome = await this.send({ workspace, closed })
    this.busy = false
    if (outcome !== 'failed') this.saved = workspace
    if (this.store.get().workspace !== workspace || outcome === 'failed')
      this.later(outcome === 'failed' ? retryMs : patienceMs)
  }
}

/** `refused`: sending the same again would be of no use. */
async function putWorkspace(body: { workspace: Workspace; closed: string[] }): Promise<'saved' | 'refused' | 'failed'> {
  try {
    const answer = await fetch('/api/v1/workspace', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      // Also when the page goes.
      keepalive: true,
    })
    if (answer.ok) return 'saved'
    return answer.status >= 500 || answer.status === 409 ? 'failed' : 'refused'
  } catch {
    return 'failed'
  }
}
