'use client'

import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import type { Outcome } from '@/components/ui/form'
import type { Preferences, preferenceLimits } from '@/core/preferences/preferences'

export type PreferenceLimits = typeof preferenceLimits

interface Value {
  preferences: Preferences
  defaults: Preferences
  limits: PreferenceLimits
  /** Stores a change; every open pane has it at once, in other tabs too. */
  change: (change: Partial<Preferences>) => Promise<Outcome<Preferences>>
}

const Context = createContext<Value | undefined>(undefined)

/** What the person who is signed in has set; inside {@link PreferencesProvider}. */
export function usePreferences(): Value {
  const value = useContext(Context)
  if (!value) throw new Error('usePreferences needs a PreferencesProvider above it')
  return value
}

interface ProviderProps {
  stored: Preferences
  defaults: Preferences
  limits: PreferenceLimits
  save: (change: Partial<Preferences>) => Promise<Outcome<Preferences>>
  children: ReactNode
}

/** Keeps the preferences of the page in step with what is stored and with the browser's other tabs. */
export function PreferencesProvider({ stored, defaults, limits, save, children }: ProviderProps) {
  const [preferences, setPreferences] = useState(stored)
  const channel = useRef<BroadcastChannel>(undefined)
  // What the server sends with a page is newer than what this tab knew.
  const sent = JSON.stringify(stored)
  useEffect(() => setPreferences(JSON.parse(sent)), [sent])
  useEffect(() => {
    const tabs = new BroadcastChannel('gatehouse-preferences')
    // Same origin, and posted below alone: what comes has the type of what went.
    tabs.onmessage = ({ data }: MessageEvent<Preferences>) => setPreferences(data)
    channel.current = tabs
    return () => tabs.close()
  }, [])

  const change = useCallback(
    async (part: Partial<Preferences>) => {
      const outcome = await save(part)
      if (outcome.ok) {
        setPreferences(outcome.value)
        channel.current?.postMessage(outcome.value)
      }
      return outcome
    },
    [save],
  )
  const value = useMemo(() => ({ preferences, defaults, limits, change }), [preferences, defaults, limits, change])
  return <Context value={value}>{children}</Context>
}
