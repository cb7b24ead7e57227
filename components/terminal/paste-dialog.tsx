'use client'

import { useFormatter, useTranslations } from 'next-intl'
import { AlertDialog } from 'radix-ui'
import { useCallback, useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { linesOf, onOneLine, shownLine } from './paste'
import type { Screen } from './screen'

/** So many lines are shown; the rest is counted. */
const shownLines = 200

interface Question {
  text: string
  /** Where it would run, when typing goes to several panes. */
  panes: readonly string[]
  answer: (wanted: string | undefined) => void
}

/** Asks before lines are pasted that a prompt would run one by one. Escape pastes nothing. */
export function PasteDialog({ view }: { view: Screen }) {
  const t = useTranslations('terminal.pasting')
  const common = useTranslations('common')
  const format = useFormatter()
  const [question, setQuestion] = useState<Question>()
  const open = useRef<Question>(undefined)

  const answer = useCallback((wanted: string | undefined) => {
    open.current?.answer(wanted)
    open.current = undefined
    setQuestion(undefined)
  }, [])
  useEffect(() => {
    const stop = view.listen({
      askPaste: (text, panes) =>
        new Promise((resolve) => {
          // A second paste takes the place of the first, which then pastes nothing.
          open.current?.answer(undefined)
          open.current = { text, panes, answer: resolve }
          setQuestion(open.current)
        }),
    })
    return () => {
      stop()
      answer(undefined)
    }
  }, [view, answer])

  if (!question) return null
  const lines = linesOf(question.text)
  return (
    <AlertDialog.Root open onOpenChange={(now) => !now && answer(undefined)}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-40 animate-fade bg-black/60" />
        <AlertDialog.Content
          className="-translate-x-1/2 -translate-y-1/2 fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] w-[min(44rem,calc(100vw-2rem))] flex-col rounded-xl border border-line bg-raised p-5 text-ink shadow-float"
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            view.terminal.focus()
          }}
        >
          <AlertDialog.Title className="font-semibold text-lg">{t('title', { count: lines.length })}</AlertDialog.Title>
          <AlertDialog.Description className="mt-1 text-muted text-sm">
            {question.panes.length > 0 ? t('together', { panes: format.list(question.panes) }) : t('text')}
          </AlertDialog.Description>
          <ol
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
            tabIndex={0}
            aria-label={t('lines')}
            className="machine my-4 min-h-12 overflow-auto rounded-md border border-line bg-sunken py-2 text-xs leading-5"
          >
            {lines.slice(0, shownLines).map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name than their place.
              <li key={index} className="flex gap-3 px-3">
                <span aria-hidden className="tabular w-8 shrink-0 select-none text-right text-muted">
                  {index + 1}
                </span>
                <span className="whitespace-pre-wrap break-all">{shownLine(line) || '\u00a0'}</span>
              </li>
            ))}
            {lines.length > shownLines && (
              <li className="px-3 pt-1 pl-14 text-muted">{t('more', { count: lines.length - shownLines })}</li>
            )}
          </ol>
          <div className="flex flex-wrap justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button>{common('cancel')}</Button>
            </AlertDialog.Cancel>
            {lines.length > 1 && <Button onClick={() => answer(onOneLine(question.text))}>{t('oneLine')}</Button>}
            <Button variant="primary" onClick={() => answer(question.text)}>
              {t('paste')}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
