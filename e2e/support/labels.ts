import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTranslator } from 'use-intl/core'

export type Locale = 'en' | 'zh-CN'

/**
 * The words of a page from the catalogues, so that a test finds what a person reads:
 * `labels('en')('hosts.list.title')`. Throws on a key that isn't there.
 */
export function labels(locale: Locale): (key: string, params?: Record<string, string | number>) => string {
  const folder = join(import.meta.dirname, '../../i18n/messages', locale)
  const messages: Record<string, Record<string, string>> = {}
  for (const file of readdirSync(folder)) {
    messages[file.replace(/\.json$/, '')] = JSON.parse(readFileSync(join(folder, file), 'utf8'))
  }
  const translate = createTranslator({
    locale,
    messages,
    onError: (error) => {
      throw error
    },
  })
  // The catalogue's keys are read at run time; a key that isn't there throws above.
  return (key, params) => translate(key as never, params as never)
}

/** English, which the tests use unless they say otherwise. */
export const t = labels('en')
