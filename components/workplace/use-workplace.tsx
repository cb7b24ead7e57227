'use client'

import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { rememberHeld } from './held'
import { Saving } from './saving'
import type { WorkplaceState } from './state'
import { WorkplaceStore } from './store'

const StoreContext = createContext<WorkplaceStore | undefined>(undefined)

/** One workplace a window. It stays when the page changes, and so do the shells in it. */
export function WorkplaceProvider({ children }: { children: ReactNode }) {
  const [store] = useState(() => new WorkplaceStore(newId))
  useEffect(() => {
    const saving = new Saving(store)
    const stopHolding = rememberHeld(store)
    return () => {
      stopHolding()
      saving.stop()
    }
  }, [store])
  return <StoreContext value={store}>{children}</StoreContext>
}

export function useWorkplaceStore(): WorkplaceStore {
  const store = useContext(StoreContext)
  if (!store) throw new Error('outside of the WorkplaceProvider')
  return store
}

/** A part of the workplace's state, drawn anew when it changes. `select` must return what it is given, not make new objects. */
export function useWorkplace<T>(select: (state: WorkplaceState) => T): T {
  const store = useWorkplaceStore()
  return useSyncExternalStore(
    store.subscribe,
    () => select(store.get()),
    () => select(store.get()),
  )
}

/**
 * An id that sorts by when it was made, so that panes stand in the document in the order in which they were opened.
 * `crypto.randomUUID` is missing where the page came without TLS.
 */
export function newId(): string {
  const random = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0'))
  return `${Date.now().toString(36).padStart(9, '0')}-${random.join('')}`
}
