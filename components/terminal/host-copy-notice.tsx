'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { toast } from 'sonner'
import { usePreferences } from '@/components/preferences/provider'
import { Button } from '@/components/ui/button'
import { useErrorText } from '@/components/ui/error-notice'
import { copyText } from './clipboard'
import { linesOf, shownLine } from './paste'
import type { Screen } from './screen'

/** Whether this session's host may put text on the clipboard, once the person has been asked. */
type Word = 'unasked' | 'allowed' | 'refused'

/** A host that wants to put text on the clipboard (OSC 52) asks here: for this session, or for good. */
export function HostCopyNotice({ view, session }: { view: Screen; session: string | undefined }) {
  const t = useTranslations('terminal.hostCopy')
  const terminal = useTranslations('terminal')
  const { change } = usePreferences()
  const { sentence } = useErrorText()
  const [wanted, setWanted] = useState<string>()
  const word = useRef<Word>('unasked')

  // biome-ignore lint/correctness/useExhaustiveDependencies: each session asks anew.
  useEffect(() => {
    word.current = 'unasked'
    setWanted(undefined)
  }, [session])

  useEffect(() => {
    const copy = (text: string) =>
      copyText(text).then(
        () => toast(t('done', { text: preview(text) })),
        () => toast.error(terminal('copyFailed')),
      )
    return view.listen({
      hostCopy: (text, wish) => {
        if (wish === 'allow' || word.current === 'allowed') void copy(text)
        else if (word.current === 'unasked') setWanted(text)
      },
    })
  }, [view, t, terminal])

  if (wanted === undefined) return null
  const answer = (now: Word) => {
    word.current = now
    setWanted(undefined)
    view.terminal.focus()
    if (now === 'allowed') copyText(wanted).catch(() => toast.error(terminal('copyFailed')))
  }
  return (
    <section
      aria-label={t('title')}
      className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-line border-t bg-warn-soft px-4 py-2.5 text-sm"
    >
      <div className="min-w-0 flex-1 basis-64" role="alert">
        <p className="font-medium text-warn">{t('title')}</p>
        <p className="machine truncate text-ink text-xs">{preview(wanted)}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={() => answer('refused')}>
          {t('refuse')}
        </Button>
        <Button
          size="sm"
          onClick={() => {
            answer('allowed')
            void change({ hostCopy: 'allow' }).then((outcome) => {
              if (!outcome.ok) toast.error(sentence(outcome.error))
            })
          }}
        >
          {t('always')}
        </Button>
        <Button size="sm" variant="primary" onClick={() => answer('allowed')}>
          {t('allow')}
        </Button>
      </div>
    </section>
  )
}

/** The beginning of a text on one line, with what can't be seen. */
function preview(text: string): string {
  const line = linesOf(text.slice(0, 400)).map(shownLine).join(' ⏎ ')
  return line.length > 120 ? `${line.slice(0, 120)}…` : line
}
