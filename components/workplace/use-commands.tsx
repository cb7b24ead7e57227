'use client'

import { useTranslations } from 'next-intl'
import { createContext, useCallback, useContext } from 'react'
import { toast } from 'sonner'
import { type CommandId, commands } from './commands'
import { newId, useWorkplaceStore } from './use-workplace'

/** Opens the command palette; given by the shell, which owns it. */
export const OpenPaletteContext = createContext<() => void>(() => {})

/** Runs a command of the workplace, and says so when there is no room for what it opens. */
export function useRunCommand(): (id: CommandId) => void {
  const t = useTranslations('workplace')
  const store = useWorkplaceStore()
  const openPalette = useContext(OpenPaletteContext)
  return useCallback(
    (id) => {
      if (!commands[id].possible(store)) return
      commands[id].run({ store, openPalette, newId, full: () => toast.error(t('full')) })
    },
    [store, openPalette, t],
  )
}
