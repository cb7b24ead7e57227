'use client'

import { useEffect } from 'react'
import { commands } from './commands'
import { commandOf, isMac } from './keys'
import { useRunCommand } from './use-commands'
import { useWorkplaceStore } from './use-workplace'

/** Takes the workplace's keys before the terminal sees them, while the workplace is shown and nothing lies over it. */
export function WorkplaceKeys() {
  const store = useWorkplaceStore()
  const runCommand = useRunCommand()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const command = event.isComposing ? undefined : commandOf(event, isMac())
      if (!command) return
      const covered = document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]')
      if (!store.get().shown || covered) return
      // Where no pane lies on that side, an arrow is the program's in the terminal.
      if (event.key.startsWith('Arrow') && !commands[command].possible(store)) return
      event.preventDefault()
      event.stopPropagation()
      if (!event.repeat || repeatable.has(command)) runCommand(command)
    }
    window.addEventListener('keydown', onKey, true)
    return () => window.removeEventListener('keydown', onKey, true)
  }, [store, runCommand])
  return null
}

/** What may happen again and again while its key is held. */
const repeatable: ReadonlySet<string> = new Set([
  'nextTab',
  'previousTab',
  'nextPane',
  'previousPane',
  'focusLeft',
  'focusRight',
  'focusUp',
  'focusDown',
])
