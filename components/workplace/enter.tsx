'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { toast } from 'sonner'
import type { Workspace } from '@/core/workspace/model/types'
import { heldSessions } from './held'
import type { RecentPlace, RunningPlace } from './places'
import { openingOf } from './places'
import type { Where } from './state'
import { useWorkplaceStore } from './use-workplace'

interface EnterProps {
  remembered: Workspace
  running: readonly RunningPlace[]
  recent: readonly RecentPlace[]
  /** What the address asks for: an account to connect to, or a session to come back to. */
  wanted?: { place: RecentPlace | RunningPlace; where: Where }
}

/** Stands in the page of the workplace: shows the workplace while the page is there, and opens what its address asks for. */
export function EnterWorkplace({ remembered, running, recent, wanted }: EnterProps) {
  const t = useTranslations('workplace')
  const store = useWorkplaceStore()
  const done = useRef<string>(undefined)

  useEffect(() => {
    store.load(remembered, running, heldSessions())
    store.setPlaces(running, recent)
  }, [store, remembered, running, recent])

  useEffect(() => {
    if (!wanted) return
    const opening = openingOf(wanted.place)
    // The page may be drawn anew, and the same wish come again.
    const wish = JSON.stringify(opening.remember) + opening.sessionId
    if (done.current === wish) return
    done.current = wish
    // Gone from the address, so that a reload doesn't open it once more.
    history.replaceState(null, '', '/terminal')
    if (!store.open(opening, wanted.where)) toast.error(t('full'))
  }, [store, wanted, t])

  useEffect(() => {
    store.setShown(true)
    return () => store.setShown(false)
  }, [store])

  return null
}
