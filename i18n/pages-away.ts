import type { IncomingMessage } from 'node:http'
import { localeCookie, localeFor, locales } from './locales'
import en from './messages/en/errors.json'
import zhCN from './messages/zh-CN/errors.json'

const sentences = { en: en['pages-unavailable'], 'zh-CN': zhCN['pages-unavailable'] }

/** What the portal says while the pages, which say everything else, are away: in the person's language. */
export function pagesAway({ headers }: Pick<IncomingMessage, 'headers'>): { language: string; sentence: string } {
  const chosen = new RegExp(`(?:^|; *)${localeCookie}=([^;]*)`).exec(headers.cookie ?? '')?.[1]
  const language = locales.find((known) => known === chosen) ?? localeFor(headers['accept-language'] ?? '')
  return { language, sentence: sentences[language] }
}
