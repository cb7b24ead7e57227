'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { classes } from '@/components/ui/classes'
import { activeTab, focusedPane } from '@/core/workspace/model/tabs'
import { ClosingQuestion } from './closing'
import { Panes } from './panes'
import { PhoneBar } from './phone-bar'
import { Start } from './start'
import { TabBar } from './tab-bar'
import { useNarrow } from './use-narrow'
import { useWorkplace } from './use-workplace'

/**
 * The workplace over the page's room. It stays in the document when another page is shown, out of sight and out of reach,
 * so that its shells go on.
 */
export function Workplace() {
  const t = useTranslations('workplace')
  const shown = useWorkplace((state) => state.shown)
  const loaded = useWorkplace((state) => state.loaded)
  const zen = useWorkplace((state) => state.zen)
  const empty = useWorkplace((state) => activeTab(state.workspace) === undefined)
  const title = useWorkplace((state) => focusedPane(state.workspace)?.title)
  const narrow = useNarrow()
  useTitle(shown ? title : undefined)
  return (
    <section
      aria-label={t('title')}
      inert={!shown}
      data-workplace=""
      className={classes(
        'fixed right-0 bottom-0 flex flex-col bg-surface',
        zen ? 'top-0 left-0 z-30' : 'top-(--shell-top) left-0 md:left-58',
        !shown && 'invisible -translate-x-[200vw]',
      )}
    >
      {!zen && (narrow ? <PhoneBar /> : <TabBar />)}
      {loaded && empty && <Start />}
      <Panes narrow={narrow} />
      <ClosingQuestion />
    </section>
  )
}

/** The window is called as the pane in which one types; the page gives its own name back. */
function useTitle(title: string | undefined) {
  const own = useRef<string>(undefined)
  useEffect(() => {
    if (title === undefined) return
    own.current ??= document.title
    document.title = `${title} · Gatehouse`
  }, [title])
}
