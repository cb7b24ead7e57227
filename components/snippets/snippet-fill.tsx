'use client'

import { ArrowLeft } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { fillIn, placeholdersOf } from '@/core/snippets/placeholders'
import { SnippetText } from './snippet-text'
import type { SnippetChoice } from './use-snippets'

interface SnippetFillProps {
  snippet: SnippetChoice
  insert: (text: string) => void
  /** Only for a snippet that is meant to run. */
  run: ((text: string) => void) | undefined
  back: () => void
}

/** Asks for a snippet's placeholders and shows what would be typed. Enter types it; running is a press of its own. */
export function SnippetFill({ snippet, insert, run, back }: SnippetFillProps) {
  const t = useTranslations('snippets.picker')
  const placeholders = placeholdersOf(snippet.text)
  const [values, setValues] = useState(() =>
    Object.fromEntries(placeholders.map(({ name, fallback }) => [name, fallback])),
  )
  const text = fillIn(snippet.text, values)
  return (
    <form
      method="post"
      autoComplete="off"
      className="flex min-h-0 flex-col gap-4 overflow-y-auto p-4"
      onSubmit={(event) => {
        event.preventDefault()
        insert(text)
      }}
    >
      <div className="flex items-center gap-2">
        <Button variant="ghost" size="iconSm" aria-label={t('back')} onClick={back}>
          <ArrowLeft aria-hidden />
        </Button>
        <div className="min-w-0">
          <h3 className="truncate font-semibold">{snippet.name}</h3>
          {snippet.description && <p className="text-muted text-xs">{snippet.description}</p>}
        </div>
      </div>
      {placeholders.length > 0 && (
        <div className="grid gap-3 sm:grid-cols-2">
          {placeholders.map(({ name }, index) => (
            <Field key={name} label={name}>
              <Input
                name={`value-${name}`}
                autoFocus={index === 0}
                className="font-mono"
                autoCapitalize="none"
                spellCheck={false}
                value={values[name] ?? ''}
                onChange={(event) => setValues((before) => ({ ...before, [name]: event.target.value }))}
              />
            </Field>
          ))}
        </div>
      )}
      <div>
        <p className="mb-1 text-muted text-xs">{t('preview')}</p>
        <SnippetText text={text} />
      </div>
      <div className="flex flex-wrap justify-end gap-2">
        {run && <Button onClick={() => run(text)}>{t('run')}</Button>}
        <Button type="submit" variant="primary" autoFocus={placeholders.length === 0}>
          {t('insert')}
        </Button>
      </div>
    </form>
  )
}
