'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { Field, Input } from '@/components/ui/field'
import type { TagMatches } from '@/core/access/grant-choices'

interface TagsFieldProps {
  initial: string
  /** Tags in use, offered below the field. */
  known: readonly string[]
  error?: string
}

/** The server's word on an expression: what it means now, or where it can't be read. */
type Said = { text: string } & (
  | { matches: TagMatches }
  | { problem: { code: string; position: number } }
  | { unknown: true }
)

const restMs = 250

/** An expression over tags that is checked as it is typed, and how many hosts it means now. */
export function TagsField({ initial, known, error }: TagsFieldProps) {
  const t = useTranslations('grants')
  const common = useTranslations('common')
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(initial)
  const said = useCheck(text)
  const add = (tag: string) => {
    const word = /^(and|or|not)$/.test(tag) ? `"${tag}"` : tag
    setText((before) => (before.trim() ? `${before.trim()} or ${word}` : word))
    input.current?.focus()
  }
  return (
    <div className="flex flex-col gap-1.5">
      <Field label={t('field.tags')} optional={common('optional')} hint={t('field.tagsHint')} error={error}>
        <Input
          ref={input}
          name="tagExpression"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="machine"
          maxLength={600}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
      </Field>
      <div aria-live="polite" className="text-sm empty:hidden">
        {text.trim() !== '' && <Answer said={said?.text === text ? said : undefined} />}
      </div>
      {known.length > 0 && (
        <fieldset className="flex flex-wrap gap-1" aria-label={t('field.tags')}>
          {known.slice(0, 16).map((tag) => (
            <button
              key={tag}
              type="button"
              onClick={() => add(tag)}
              className="max-w-40 truncate rounded border border-line border-dashed px-1.5 text-muted text-xs hover:border-line-strong hover:text-ink"
            >
              + {tag}
            </button>
          ))}
        </fieldset>
      )}
    </div>
  )
}

function Answer({ said }: { said: Said | undefined }) {
  const t = useTranslations('grants.tags')
  const errors = useTranslations('errors.field')
  if (!said) return <p className="text-muted">{t('checking')}</p>
  if ('unknown' in said) return null
  if ('problem' in said) {
    const { code, position } = said.problem
    const problem = errors.has(code) ? errors(code) : errors('invalid')
    return <p className="text-danger">{t('at', { position, problem })}</p>
  }
  const { count, hosts } = said.matches
  const rest = count - hosts.length
  const names = hosts.map(({ name }) => name)
  return (
    <p className={count === 0 ? 'text-warn' : 'text-ok'}>
      {t('match', { count })}
      <span className="text-muted">{[...names, ...(rest > 0 ? [t('and', { count: rest })] : [])].join(', ')}</span>
    </p>
  )
}

function useCheck(text: string): Said | undefined {
  const [said, setSaid] = useState<Said>()
  useEffect(() => {
    if (text.trim() === '') return
    const leaving = new AbortController()
    const timer = setTimeout(() => {
      void ask(text, leaving.signal)
        .catch(() => ({ text, unknown: true }) as const)
        .then((answer) => {
          if (!leaving.signal.aborted) setSaid(answer)
        })
    }, restMs)
    return () => {
      clearTimeout(timer)
      leaving.abort()
    }
  }, [text])
  return said
}

async function ask(text: string, signal: AbortSignal): Promise<Said> {
  const answer = await fetch(`/api/v1/grants/matches?tags=${encodeURIComponent(text)}`, { signal })
  const body = await answer.json()
  if (answer.ok) return { text, matches: body }
  const code = body.error?.fields?.tagExpression
  if (!code) return { text, unknown: true }
  return { text, problem: { code: String(code), position: Number(body.error.params.position) } }
}
