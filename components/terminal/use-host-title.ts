import { useEffect, useState } from 'react'
import { hostTitle } from './host-title'
import type { Screen } from './screen'

/** A host may set a title with every line: so often at most is one shown, in ms. */
const everyMs = 250

/** The title that the host of this session has set last; empty before it sets one. */
export function useHostTitle(view: Screen | undefined, sessionId: string | undefined): string {
  const [shown, setShown] = useState({ sessionId, title: '' })
  useEffect(() => {
    if (!view) return
    let last = ''
    let timer: ReturnType<typeof setTimeout> | undefined
    const show = () => {
      timer = undefined
      setShown({ sessionId, title: hostTitle(last) })
    }
    const listener = view.terminal.onTitleChange((title) => {
      last = title
      timer ??= setTimeout(show, everyMs)
    })
    return () => {
      clearTimeout(timer)
      listener.dispose()
    }
  }, [view, sessionId])
  // What another session set in this pane says nothing about this one.
  return shown.sessionId === sessionId ? shown.title : ''
}
