'use client'

import { Command } from 'cmdk'
import { TextCursorInput } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { firstLine } from './first-line'
import { ScopeBadge } from './scope-badge'
import type { SnippetChoice } from './use-snippets'

interface SnippetSearchProps {
  snippets: SnippetChoice[] | undefined
  failed: boolean
  choose: (snippet: SnippetChoice) => void
}

/** The list to choose from; each word must occur in the name, the description or the text. */
export function SnippetSearch({ snippets, failed, choose }: SnippetSearchProps) {
  const t = useTranslations('snippets.picker')
  const [query, setQuery] = useState('')
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const found = (snippets ?? []).filter((snippet) => {
    const text = `${snippet.name}\n${snippet.description}\n${snippet.text}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  return (
    <Command shouldFilter={false} loop label={t('title')} className="flex min-h-0 flex-col">
      <div className="flex items-center gap-2.5 border-line border-b px-4">
        <TextCursorInput aria-hidden className="size-4 shrink-0 text-muted" />
        <Command.Input
          value={query}
          onValueChange={setQuery}
          placeholder={t('placeholder')}
          className="h-11 w-full bg-transparent text-base outline-none placeholder:text-muted"
        />
      </div>
      <Command.List className="max-h-[min(26rem,60vh)] overflow-y-auto p-1.5">
        <Command.Empty className="px-3 py-8 text-center text-muted text-sm">
          {failed ? t('failed') : snippets === undefined ? t('loading') : query ? t('nothing') : t('empty')}
        </Command.Empty>
        {found.slice(0, 100).map((snippet) => (
          <Command.Item
            key={snippet.id}
            value={snippet.id}
            onSelect={() => choose(snippet)}
            className="flex cursor-pointer items-center gap-3 rounded-md px-2.5 py-1.5 text-sm data-[selected=true]:bg-sunken data-[selected=true]:ring-1 data-[selected=true]:ring-line data-[selected=true]:ring-inset"
          >
            <span className="min-w-0 flex-1">
              <span className="block truncate">{snippet.name}</span>
              <span className="machine block truncate text-muted text-xs">{firstLine(snippet.text)}</span>
            </span>
            {snippet.scope === 'shared' && <ScopeBadge scope="shared" />}
          </Command.Item>
        ))}
      </Command.List>
      <p className="border-line border-t px-4 py-2 text-muted text-xs">
        <Link href="/snippets" target="_blank" className="hover:text-ink hover:underline">
          {t('manage')}
        </Link>
      </p>
    </Command>
  )
}
