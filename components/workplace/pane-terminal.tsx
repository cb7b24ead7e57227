'use client'

import dynamic from 'next/dynamic'
import { useMemo } from 'react'
import type { Target } from '@/components/terminal/connection'
import type { Pane } from '@/core/workspace/model/types'
import { PaneActions } from './pane-actions'
import { type PaneLink, PaneLinkContext } from './pane-link'
import { useWorkplaceStore } from './use-workplace'

/** xterm.js needs a browser, and comes with the first pane that opens. */
const TerminalPane = dynamic(() => import('@/components/terminal/terminal-pane').then((file) => file.TerminalPane), {
  ssr: false,
})

/** The terminal of a pane, tied to the workplace. */
export function PaneTerminal({ pane, target }: { pane: Pane; target: Target }) {
  const store = useWorkplaceStore()
  const { id } = pane
  const link = useMemo<PaneLink>(
    () => ({
      report: (facts) => store.report(id, facts),
      typed: (data) => store.typed(id, data),
      pasted: (text) => store.pasted(id, text),
      runners: () => store.runners(id),
      unread: (what) => store.noteUnread(id, what),
      attach: (handle) => store.attachTerminal(id, handle),
    }),
    [store, id],
  )
  const accountId = pane.target.kind === 'account' ? pane.target.accountId : undefined
  const again = useMemo<Target | undefined>(() => (accountId ? { kind: 'account', accountId } : undefined), [accountId])
  const hostId = pane.target.kind === 'account' ? pane.target.hostId : undefined
  return (
    <PaneLinkContext value={link}>
      <TerminalPane
        target={target}
        again={again}
        title={pane.title}
        hostHref={hostId ? `/hosts/${hostId}` : undefined}
        askHref={hostId ? `/requests/new?host=${hostId}` : undefined}
        actions={<PaneActions pane={pane} />}
      />
    </PaneLinkContext>
  )
}
