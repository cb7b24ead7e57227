import type { MailKind } from './mail-kinds'
import type { MailLanguage } from './mail-settings'

/** What a mail tells of, for whoever puts it into words (i18n/mail.ts). Names and texts are as people typed them. */
export interface MailFacts {
  kind: MailKind
  /** Whom it is to. */
  name: string
  /** Who did it. */
  by: string
  at: Date
  /** What it was done to, such as `olga: root@db1`. */
  subject: string
  /** The browser's address. */
  address: string | null
  device: string | null
  reason: string | null
  comment: string | null
  /** How long access was asked for. */
  minutes: number | null
  /** Until when access was given. */
  until: Date | null
  /** Where to look. */
  url: string
}

/** More than comes one by one: what there is, without the rest. */
export interface DigestFacts {
  kind: 'digest'
  name: string
  /** The first of them. */
  facts: readonly MailFacts[]
  /** How many there are in all. */
  count: number
  url: string
}

/** A mail in words. `html` says what `text` says. */
export interface MailWords {
  subject: string
  text: string
  html: string
}

/** Puts a mail into the words of a language. */
export type Composer = (facts: MailFacts | DigestFacts, language: MailLanguage) => MailWords
