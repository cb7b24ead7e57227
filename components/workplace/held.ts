import { isAlive } from './state'
import type { WorkplaceStore } from './store'

const key = 'gatehouse-held-sessions'

/**
 * The sessions that this window showed before it was reloaded: it may come back to them at once, although the server may
 * not have noticed yet that the old page is gone. Kept by the browser for this window alone.
 */
export function heldSessions(): ReadonlySet<string> {
  try {
    const held: unknown = JSON.parse(sessionStorage.getItem(key) ?? '[]')
    return new Set(Array.isArray(held) ? held.filter((id) => typeof id === 'string') : [])
  } catch {
    // No storage, or not ours: as in a new window.
    return new Set()
  }
}

/** Keeps the list of what this window shows; the answer stops that. */
export function rememberHeld(store: WorkplaceStore): () => void {
  let last = ''
  return store.subscribe(() => {
    const state = store.get()
    if (!state.loaded) return
    const held = Object.entries(state.status).flatMap(([id, { sessionId }]) =>
      sessionId && isAlive(state, id) ? sessionId : [],
    )
    const text = JSON.stringify(held)
    if (text === last) return
    last = text
    try {
      sessionStorage.setItem(key, text)
    } catch {
      // Without storage a reloaded window asks before it takes its sessions back.
    }
  })
}
