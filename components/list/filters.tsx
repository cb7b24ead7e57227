'use client'

import { LoaderCircle, Search, X } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useTransition } from 'react'
import { Select } from '@/components/ui/field'
import { isTyping } from '@/components/ui/keys'
import { Kbd } from '@/components/ui/surfaces'
import { listHref, type Query } from './list'

interface Choice {
  value: string
  label: string
}

interface FilterBarProps {
  path: string
  query: Query
  search?: string
  selects?: { name: string; label: string; choices: Choice[] }[]
  dates?: { name: string; label: string }[]
}

/** Search and filters over a list; all their state is in the URL. `/` puts the cursor into the search, Esc clears it. */
export function FilterBar({ path, query, search, selects = [], dates = [] }: FilterBarProps) {
  const t = useTranslations('common')
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  // What is typed may run ahead of the query that the server has answered.
  const latest = useRef(query)
  latest.current = query
  const go = (change: Query) =>
    startTransition(() => router.replace(listHref(path, latest.current, change), { scroll: false }))
  const filtered = ['q', ...selects.map(({ name }) => name), ...dates.map(({ name }) => name)].some(
    (name) => query[name],
  )

  return (
    <search className="mb-3 flex flex-wrap items-center gap-2">
      {search && <SearchInput label={search} value={query.q ?? ''} pending={pending} onSearch={(q) => go({ q })} />}
      {selects.map(({ name, label, choices }) => (
        <Select
          key={name}
          aria-label={label}
          className="max-w-56 max-sm:max-w-full max-sm:flex-1 max-sm:basis-[40%] sm:w-auto"
          value={query[name] ?? ''}
          onChange={(event) => go({ [name]: event.target.value })}
        >
          <option value="">{label}</option>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </Select>
      ))}
      {dates.map(({ name, label }) => (
        <label key={name} className="flex items-center gap-1.5 text-muted text-sm max-sm:flex-1 max-sm:basis-[40%]">
          {label}
          <input
            type="date"
            className="h-8 rounded-md border border-line-strong bg-raised px-2 text-ink text-sm max-sm:w-full max-sm:min-w-0 dark:bg-sunken"
            value={query[name]?.slice(0, 10) ?? ''}
            onChange={(event) => go({ [name]: event.target.value })}
          />
        </label>
      ))}
      {filtered && (
        <Link
          href={path}
          className="inline-flex h-8 items-center gap-1 rounded px-1.5 text-muted text-sm hover:text-ink"
        >
          <X aria-hidden className="size-4" />
          {t('clear')}
        </Link>
      )}
    </search>
  )
}

interface SearchInputProps {
  label: string
  /** What the list shows now. */
  value: string
  pending: boolean
  onSearch: (q: string) => void
}

function SearchInput({ label, value, pending, onSearch }: SearchInputProps) {
  const input = useRef<HTMLInputElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || isTyping(event)) return
      event.preventDefault()
      input.current?.select()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])

  // The query changed elsewhere (back, a tag, "clear"): follow it, but never under the fingers of whoever types.
  useEffect(() => {
    if (input.current && document.activeElement !== input.current) input.current.value = value
  }, [value])

  const Icon = pending ? LoaderCircle : Search
  return (
    <div className="group relative w-full min-w-48 sm:max-w-md sm:flex-1">
      <Icon
        aria-hidden
        className={`-mt-2 absolute top-1/2 left-2.5 size-4 text-muted ${pending ? 'animate-spin' : ''}`}
      />
      <input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={label}
        defaultValue={value}
        aria-keyshortcuts="/"
        autoComplete="off"
        spellCheck={false}
        className="h-8 w-full rounded-md border border-line-strong bg-raised pr-8 pl-8 text-base transition-colors placeholder:text-muted hover:border-muted dark:bg-sunken [&::-webkit-search-cancel-button]:appearance-none"
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
          event.preventDefault()
          if (event.currentTarget.value === '') event.currentTarget.blur()
          event.currentTarget.value = ''
          clearTimeout(timer.current)
          onSearch('')
        }}
        onChange={(event) => {
          const q = event.target.value
          clearTimeout(timer.current)
          timer.current = setTimeout(() => onSearch(q), 180)
        }}
      />
      <Kbd className="-translate-y-1/2 pointer-events-none absolute top-1/2 right-2 group-focus-within:hidden max-md:hidden">
        /
      </Kbd>
    </div>
  )
}
