'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Notice } from './surfaces'

/** What a GatehouseError is once it has crossed to the browser. */
export interface ShownError {
  code: string
  params?: Record<string, string | number>
  fields?: Record<string, string>
}

/** Params that the sentences of `errors` may name; a missing one must not break the sentence. */
const blank = {
  name: '',
  what: '',
  reason: '',
  condition: '',
  address: '',
  keyType: '',
  type: '',
  seconds: 0,
  count: 0,
  people: 0,
  tokens: 0,
  limit: 0,
  line: 0,
}

/** The words of an error and of its fields, in the reader's language. */
export function useErrorText() {
  const t = useTranslations('errors')
  return {
    sentence(error: ShownError): string {
      const key = t.has(error.code) ? error.code : 'internal'
      return t(key, errorParams(error.params))
    },
    /** What is wrong with a field (`port`, `accounts.0.login`); undefined when it is right. */
    field(error: ShownError | undefined, path: string): string | undefined {
      const key = error?.fields?.[path]
      if (!key) return undefined
      return t.has(`field.${key}`) ? t(`field.${key}`) : t('field.invalid')
    },
  }
}

/** What a sentence of `errors` is filled with. */
export function errorParams(params: Record<string, string | number> = {}): Record<string, string | number> {
  return { ...blank, ...plainKeys(params) }
}

/** ICU's `select` knows no hyphens: `host-key` is put as `hostKey`. */
function plainKeys(params: Record<string, string | number>): Record<string, string | number> {
  const { what, reason, condition } = params
  const plain = (value: string | number) => String(value).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
  return {
    ...params,
    ...(what === undefined ? {} : { what: plain(what) }),
    ...(reason === undefined ? {} : { reason: plain(reason) }),
    ...(condition === undefined ? {} : { condition: plain(condition) }),
  }
}

/** An error as a notice: what happened, why, what to do. */
export function ErrorNotice({
  error,
  action,
  className,
}: {
  error: ShownError
  action?: ReactNode
  className?: string
}) {
  const { sentence } = useErrorText()
  return <Notice title={sentence(error)} action={action} className={className} />
}
