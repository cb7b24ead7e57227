import { createTranslator } from 'use-intl/core'
import type { Composer, DigestFacts, MailFacts, MailWords } from '@/core/notices/mail'
import { mailKinds } from '@/core/notices/mail-kinds'
import type { MailLanguage } from '@/core/notices/mail-settings'
import en from './messages/en/mail.json'
import zhCN from './messages/zh-CN/mail.json'

const messages = { en, 'zh-CN': zhCN } satisfies Record<MailLanguage, typeof en>

/** What a mail consists of, before it is plain text and HTML. */
interface Parts {
  subject: string
  paragraphs: string[]
  /** A label and what it says. */
  facts: [label: string, value: string][]
  link: { label: string; url: string }
  small: string[]
}

/** Puts a mail into words: plain text, and the same as simple HTML in which everything that people typed is escaped. */
export const composeMail: Composer = (facts, language) => {
  const parts = facts.kind === 'digest' ? digestParts(facts, language) : noticeParts(facts, language)
  return wordsOf(parts, language)
}

/** The kinds of mail that ask their reader to make sure that it was them. */
const alarming: ReadonlySet<string> = new Set([
  'new-device',
  'password-changed',
  'factor-added',
  'factor-removed',
  'factor-reset',
  'recovered',
  'address-changed',
])

const wordsIn = (language: MailLanguage) =>
  createTranslator({ locale: language, messages: messages[language], timeZone: 'UTC' })

function noticeParts(facts: MailFacts, language: MailLanguage): Parts {
  const t = wordsIn(language)
  const { kind, name, by, at, subject, address, device, reason, comment, minutes, until, url } = facts
  const link = kind === 'link'
  const said: [keyof typeof en.label, string | null][] = [
    ['by', link ? null : by],
    ['at', link ? null : moment(at)],
    ['address', alarming.has(kind) ? address : null],
    ['device', device],
    ['minutes', minutes === null ? null : t('minutes', { minutes })],
    ['until', until && moment(until)],
    ['reason', reason],
    ['comment', comment],
  ]
  return {
    subject: t(`${kind}.subject`, { subject, by, name }),
    paragraphs: [
      t('greeting', { name }),
      t(`${kind}.text`, { subject, by, name }),
      ...(alarming.has(kind) ? [t('alarm')] : []),
    ],
    facts: said.flatMap(([label, value]) => (value ? [[t(`label.${label}`), value] as [string, string]] : [])),
    link: { label: link ? t('link.open') : t('open'), url },
    small: [t('footer', { host: new URL(url).host }), ...(mailKinds[kind] === null ? [] : [t('topics')])],
  }
}

function digestParts({ name, facts, count, url }: DigestFacts, language: MailLanguage): Parts {
  const t = wordsIn(language)
  const named = facts.map((one): [string, string] => [
    moment(one.at),
    t(`${one.kind}.subject`, { subject: one.subject, by: one.by, name: one.name }),
  ])
  const rest = count - facts.length
  return {
    subject: t('digest.subject', { count }),
    paragraphs: [t('greeting', { name }), t('digest.text')],
    facts: rest > 0 ? [...named, ['…', t('digest.more', { count: rest })]] : named,
    link: { label: t('open'), url },
    small: [t('footer', { host: new URL(url).host }), t('topics')],
  }
}

function wordsOf({ subject, paragraphs, facts, link, small }: Parts, language: MailLanguage): MailWords {
  const colon = language === 'zh-CN' ? '：' : ': '
  const text = [
    ...paragraphs,
    ...(facts.length > 0 ? [facts.map(([label, value]) => `${label}${colon}${value}`).join('\n')] : []),
    `${link.label}${colon}${link.url}`,
    `-- \n${small.join('\n')}`,
  ].join('\n\n')
  const rows = facts.map(
    ([label, value]) =>
      `<tr><th align="left" valign="top" style="padding:2px 16px 2px 0;font-weight:normal;color:#57606a">${escaped(label)}</th>` +
      `<td style="padding:2px 0;white-space:pre-wrap">${escaped(value)}</td></tr>`,
  )
  const html = [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>`,
    '<body style="font:15px/1.5 system-ui,sans-serif;color:#1f2328;background:#ffffff">',
    ...paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`),
    rows.length > 0 ? `<table style="border-collapse:collapse">${rows.join('')}</table>` : '',
    `<p><a href="${escaped(link.url)}">${escaped(link.label)}</a><br><span style="color:#57606a">${escaped(link.url)}</span></p>`,
    `<p style="color:#57606a;font-size:13px">${small.map(escaped).join('<br>')}</p></body></html>`,
  ].join('\n')
  return { subject, text, html }
}

/** `2026-11-26 19:00 UTC`: where the reader is nobody knows. */
function moment(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Pure: text as HTML shows it, also inside an attribute. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}
