import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { auditActions, auditOutcomes } from '@/core/audit/actions'
import { errorStatus } from '@/core/errors'
import { endReasons } from '@/core/sessions/reasons'
import { localeFor, zoneFor } from './locales'

const folder = join(import.meta.dirname, 'messages')

function flatten(value: unknown, path = ''): Map<string, string> {
  if (typeof value === 'string') return new Map([[path, value]])
  const entries = Object.entries(value as Record<string, unknown>)
  return new Map(entries.flatMap(([key, inner]) => [...flatten(inner, path ? `${path}.${key}` : key)]))
}
const catalogue = (locale: string) =>
  flatten(
    Object.fromEntries(
      readdirSync(join(folder, locale)).map((file) => [
        file.replace('.json', ''),
        JSON.parse(readFileSync(join(folder, locale, file), 'utf8')),
      ]),
    ),
  )

const [en, zh] = [catalogue('en'), catalogue('zh-CN')]

describe('the catalogues', () => {
  it('are loaded, each file of them', () => {
    // For the pages, and for the mails.
    const source = ['request.ts', 'mail.ts'].map((file) => readFileSync(join(import.meta.dirname, file), 'utf8')).join()
    for (const locale of ['en', 'zh-CN'])
      for (const file of readdirSync(join(folder, locale))) expect(source).toContain(`'./messages/${locale}/${file}'`)
  })

  it('say the same things in both languages, with the same placeholders', () => {
    expect([...zh.keys()].sort()).toEqual([...en.keys()].sort())
    const placeholders = (text = '') => (text.match(/\{\w+(?=\s*[,}])/g) ?? []).sort()
    for (const [key, text] of en)
      expect([key, ...new Set(placeholders(zh.get(key)))]).toEqual([key, ...new Set(placeholders(text))])
  })

  it('have words for every error, end and audited action', () => {
    for (const code of Object.keys(errorStatus)) expect(en.has(`errors.${code}`), `errors.${code}`).toBe(true)
    for (const reason of endReasons) {
      expect(en.has(`endReason.${reason}.title`), reason).toBe(true)
      expect(en.has(`endReason.${reason}.advice`), reason).toBe(true)
    }
    for (const action of auditActions) expect(en.has(`audit.action.${action.replaceAll('.', '-')}`), action).toBe(true)
    for (const outcome of auditOutcomes) expect(en.has(`audit.outcome.${outcome}`), outcome).toBe(true)
  })
})

describe("the browser's language", () => {
  it.each([
    ['zh-TW,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['de, en;q=0.5, zh;q=0.3', 'en'],
    ['', 'en'],
    ['fr', 'en'],
  ])('%s gives %s', (header, locale) => expect(localeFor(header)).toBe(locale))
})

describe("the reader's time zone", () => {
  it.each([
    ['Asia/Shanghai', 'Asia/Shanghai'],
    ['Nowhere/Else', 'UTC'],
    ['', 'UTC'],
    [undefined, 'UTC'],
  ])('%s gives %s', (cookie, zone) => expect(zoneFor(cookie)).toBe(zone))
})
