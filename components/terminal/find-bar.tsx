'use client'

import { CaseSensitive, ChevronDown, ChevronUp, Regex, WholeWord, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { type FindQuery, type Found, noQuery } from './finder'
import type { Screen } from './screen'

interface FindBarProps {
  view: Screen
  close: () => void
}

/** The search in the scrollback. What was searched last is there again when it opens; Esc closes it and stays where it is. */
export function FindBar({ view, close }: FindBarProps) {
  const t = useTranslations('terminal.find')
  const common = useTranslations('common')
  const input = useRef<HTMLInputElement>(null)
  const [query, setQuery] = useState<FindQuery>(() => lastQuery.get(view) ?? noQuery)
  const [found, setFound] = useState<Found>()

  useEffect(() => view.listen({ found: setFound }), [view])
  useEffect(() => {
    lastQuery.set(view, query)
    view.finder.look(query)
  }, [view, query])
  useEffect(() => {
    input.current?.select()
    return () => {
      view.finder.clear()
      view.terminal.focus()
    }
  }, [view])

  const set = (change: Partial<FindQuery>) => setQuery((before) => ({ ...before, ...change }))
  const nothing = query.text !== '' && found !== undefined && found.count === 0
  return (
    <search
      className="absolute top-2 right-5 z-10 flex max-w-[calc(100%-1.5rem)] items-center gap-1 rounded-lg border border-line bg-raised p-1.5 shadow-float max-sm:flex-wrap"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
        event.preventDefault()
        close()
      }}
    >
      <input
        ref={input}
        aria-label={t('label')}
        placeholder={t('label')}
        aria-invalid={found?.broken || undefined}
        value={query.text}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        className="h-7 w-52 min-w-0 rounded-md border border-line-strong bg-surface px-2 text-sm placeholder:text-muted aria-invalid:border-danger max-sm:flex-1"
        onChange={(event) => set({ text: event.target.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
          event.preventDefault()
          view.finder.step(event.shiftKey ? 'next' : 'previous')
        }}
      />
      <Toggle label={t('case')} on={query.caseSensitive} set={(caseSensitive) => set({ caseSensitive })}>
        <CaseSensitive aria-hidden />
      </Toggle>
      <Toggle label={t('word')} on={query.wholeWord} set={(wholeWord) => set({ wholeWord })}>
        <WholeWord aria-hidden />
      </Toggle>
      <Toggle label={t('regex')} on={query.regex} set={(regex) => set({ regex })}>
        <Regex aria-hidden />
      </Toggle>
      <span
        role="status"
        className={`tabular min-w-20 px-1 text-center text-xs ${nothing ? 'text-danger' : 'text-muted'}`}
      >
        {query.text !== '' && found && count(found, t)}
      </span>
      <Button
        size="iconSm"
        variant="ghost"
        aria-label={t('previous')}
        title={`${t('previous')} (Enter)`}
        onClick={() => view.finder.step('previous')}
      >
        <ChevronUp aria-hidden />
      </Button>
      <Button
        size="iconSm"
        variant="ghost"
        aria-label={t('next')}
        title={`${t('next')} (Shift+Enter)`}
        onClick={() => view.finder.step('next')}
      >
        <ChevronDown aria-hidden />
      </Button>
      <Button size="iconSm" variant="ghost" aria-label={common('close')} onClick={close}>
        <X aria-hidden />
      </Button>
    </search>
  )
}

/** A terminal's last search, for when its bar opens again. */
const lastQuery = new WeakMap<Screen, FindQuery>()

function count({ index, count: all, broken }: Found, t: ReturnType<typeof useTranslations<'terminal.find'>>): string {
  if (broken) return t('broken')
  if (all === 0) return t('none')
  return index < 0 ? t('many', { count: all }) : t('count', { index: index + 1, count: all })
}

interface ToggleProps {
  label: string
  on: boolean
  set: (on: boolean) => void
  children: ReactNode
}

function Toggle({ label, on, set, children }: ToggleProps) {
  return (
    <Button
      size="iconSm"
      variant="ghost"
      aria-label={label}
      title={label}
      aria-pressed={on}
      className="aria-pressed:bg-accent-soft aria-pressed:text-accent"
      onClick={() => set(!on)}
    >
      {children}
    </Button>
  )
}
