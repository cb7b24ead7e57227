'use client'

import { useSyncExternalStore } from 'react'
import { Kbd } from '@/components/ui/surfaces'
import type { CommandId } from './commands'
import { capsOf, combinationOf, isMac } from './keys'

const never = () => () => {}

/** Whether this is a Mac; the server takes it for none. */
export function useMac(): boolean {
  return useSyncExternalStore(never, isMac, () => false)
}

/** The keys of a command as caps; nothing when it has none. */
export function Keys({ command, className }: { command: CommandId; className?: string }) {
  const mac = useMac()
  const combination = combinationOf(command, mac)
  if (!combination) return null
  return (
    <span aria-hidden className={`inline-flex gap-0.5 ${className ?? ''}`}>
      {capsOf(combination, mac).map((cap) => (
        <Kbd key={cap}>{cap}</Kbd>
      ))}
    </span>
  )
}
