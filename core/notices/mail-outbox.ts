import { createHash } from 'node:crypto'
import type { Tx } from '@/prisma/client'
import type { Platform } from '../platform'
import { inTransaction } from '../transaction'
import { headOf, passOver, toldUntil } from './follow'
import type { Composer, DigestFacts, MailFacts } from './mail'
import { type DueMail, mailFacts } from './mail-facts'
import { mailKindOf } from './mail-kinds'
import { type AuditRow, mailedActions, planMails } from './mail-plan'
import { mailLanguages } from './mail-settings'
import type { Mailer, SendOutcome } from './smtp'

const channel = 'mail'
const eventsAtOnce = 20
const mailsAtOnce = 50

/** A person gets so many mails an hour one by one; what comes above is gathered into one, at most each ten minutes. */
export const mostAnHour = 20
const gatherEveryMs = 10 * 60_000
const hourMs = 3_600_000
/** So many of a gathered mail's parts are named. */
const mostNamed = 20
const mostGathered = 500

/** After so long a mail is of no use and is given up. */
const tooLateMs = 24 * hourMs
/** How long one waits that the server doesn't take now. */
const laterMs = [60_000, 5 * 60_000, 15 * 60_000, hourMs]
/** What was sent is remembered so long, to count by. */
const rememberMs = 24 * hourMs

interface Options {
  /** How long nothing is tried after the server was away: longer each time. */
  awayMs?: readonly number[]
}

/**
 * Sends mail of what happens. The audit log is the queue, as for the webhook: events become rows of who is to be told, in
 * the transaction that moves the place in the log on, and a row is done with once the server has taken it. At least once: a
 * mail that came twice has the same Message-ID.
 */
export class MailOutbox {
  private awayUntil = 0
  private timesAway = 0
  private sweptAt = 0

  constructor(
    private readonly platform: Platform,
    private readonly mailer: Mailer,
    private readonly compose: Composer,
    private readonly options: Options = {},
  ) {}

  /** Plans and sends what there is to send now. Returns when nothing is left, the server is away, or `stopped` is aborted. */
  async run(stopped?: AbortSignal): Promise<void> {
    await this.plan(stopped)
    if (Date.now() < this.awayUntil) return
    await this.sweep()
    while (!stopped?.aborted) {
      const due = await this.platform.db.outgoingMail.findMany({
        where: { sentAt: null, dueAt: { lte: new Date() } },
        include: { user: true },
        orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
        take: mailsAtOnce,
      })
      for (const mail of due) {
        if (stopped?.aborted) return
        if (!(await this.sendOne(mail, stopped))) return
      }
      if (due.length < mailsAtOnce) return
    }
  }

  /** Events become rows of who is to be told. */
  private async plan(stopped?: AbortSignal): Promise<void> {
    const { platform } = this
    let seq = await toldUntil(platform, channel)
    while (!stopped?.aborted) {
      const head = await headOf(platform.db)
      const events = await platform.db.auditEvent.findMany({
        where: { seq: { gt: seq }, action: { in: mailedActions }, outcome: 'success' },
        orderBy: { seq: 'asc' },
        take: eventsAtOnce,
      })
      for (const event of events) {
        await inTransaction(platform.db, (tx) => enqueue(tx, event))
        seq = event.seq
      }
      if (events.length < eventsAtOnce) return passOver(platform, channel, seq, head)
    }
  }

  /** Sends a mail, or what is gathered for its address. False: the server takes nothing now. */
  private async sendOne(mail: DueMail, stopped?: AbortSignal): Promise<boolean> {
    const { db, log, config } = this.platform
    // It may have gone with one that was gathered.
    const present = await db.outgoingMail.count({ where: { id: mail.id, sentAt: null, dueAt: { lte: new Date() } } })
    if (present === 0) return true
    if (Date.now() - mail.wantedAt.getTime() > tooLateMs) {
      log.error({ kind: mail.kind, to: mail.address }, 'a mail could not be sent in time and is given up')
      await this.remove(mail)
      return true
    }
    const held = mail.kind === 'link' ? null : await this.heldUntil(mail)
    if (held !== null && held > new Date()) {
      await db.outgoingMail.updateMany({ where: { ...gathered(mail), dueAt: { lt: held } }, data: { dueAt: held } })
      return true
    }
    const mails = held === null ? [mail] : await this.dueTogether(mail)
    const facts = await this.factsOf(mails)
    const [first] = facts
    if (!first) {
      await db.outgoingMail.deleteMany({ where: { id: { in: mails.map(({ id }) => id) } } })
      return true
    }
    const { user, address } = mail
    const what: MailFacts | DigestFacts =
      facts.length === 1
        ? first
        : { kind: 'digest', name: user.name, facts: facts.slice(0, mostNamed), count: facts.length, url: config.origin }
    const language = mailLanguages.find((known) => known === user.locale) ?? config.smtp?.language ?? 'en'
    const message = {
      ...this.compose(what, language),
      to: { name: user.name, address },
      messageId: messageId(config.origin, mail.id.slice(0, 40)),
      thread: what.kind === 'digest' ? null : threadOf(config.origin, what.url),
    }
    const outcome = await this.mailer.send(message, stopped)
    return this.after(outcome, mails, mail)
  }

  private async after(outcome: SendOutcome, mails: readonly DueMail[], mail: DueMail): Promise<boolean> {
    const { db, log } = this.platform
    const ids = { id: { in: mails.map(({ id }) => id) } }
    if (outcome.kind === 'away') {
      const { awayMs = [5_000, 15_000, 60_000, 300_000] } = this.options
      const wait = awayMs[Math.min(this.timesAway, awayMs.length - 1)] ?? 0
      this.timesAway += 1
      this.awayUntil = Date.now() + wait
      log.error({ reason: outcome.reason, againInMs: wait }, 'the SMTP server takes no mail')
      return false
    }
    this.timesAway = 0
    if (outcome.kind === 'sent') {
      await db.outgoingMail.updateMany({ where: ids, data: { sentAt: new Date() } })
    } else if (outcome.kind === 'refused') {
      log.error({ kind: mail.kind, to: mail.address, reason: outcome.reason }, 'the SMTP server refuses a mail')
      await db.outgoingMail.deleteMany({ where: ids })
    } else {
      const wait = laterMs[Math.min(mail.attempts, laterMs.length - 1)] ?? 0
      const dueAt = new Date(Date.now() + wait)
      log.warn({ kind: mail.kind, to: mail.address, reason: outcome.reason }, 'the SMTP server puts a mail off')
      await db.outgoingMail.updateMany({ where: ids, data: { dueAt, attempts: { increment: 1 } } })
    }
    return true
  }

  /** What of these mails is still of use. */
  private async factsOf(mails: readonly DueMail[]): Promise<MailFacts[]> {
    const { platform } = this
    const found: MailFacts[] = []
    for (const mail of mails) {
      const event = await platform.db.auditEvent.findUnique({ where: { seq: mail.eventSeq } })
      const kind = mailKindOf(mail.kind)
      const facts = event && kind ? await mailFacts(platform, mail, kind, event) : null
      if (facts) found.push(facts)
    }
    return found
  }

  /** Null: this address has room for one more. Else when what is due for it may go, together. */
  private async heldUntil({ address }: DueMail): Promise<Date | null> {
    const { db } = this.platform
    const where = { address, sentAt: { gt: new Date(Date.now() - hourMs) } }
    if ((await db.outgoingMail.count({ where })) < mostAnHour) return null
    const last = await db.outgoingMail.findFirst({ where, orderBy: { sentAt: 'desc' }, select: { sentAt: true } })
    return last?.sentAt ? new Date(last.sentAt.getTime() + gatherEveryMs) : null
  }

  private dueTogether(mail: DueMail): Promise<DueMail[]> {
    return this.platform.db.outgoingMail.findMany({
      where: { ...gathered(mail), dueAt: { lte: new Date() } },
      include: { user: true },
      orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
      take: mostGathered,
    })
  }

  private async remove({ id }: DueMail): Promise<void> {
    await this.platform.db.outgoingMail.deleteMany({ where: { id } })
  }

  private async sweep(): Promise<void> {
    if (Date.now() - this.sweptAt < hourMs) return
    this.sweptAt = Date.now()
    await this.platform.db.outgoingMail.deleteMany({ where: { sentAt: { lt: new Date(Date.now() - rememberMs) } } })
  }
}

async function enqueue(tx: Tx, event: AuditRow): Promise<void> {
  // Where no mail was sent for a while, what happened meanwhile is no news.
  const news = Date.now() - event.at.getTime() <= tooLateMs
  for (const { kind, userId, address, dueAt = event.at } of news ? await planMails(tx, event) : []) {
    const id = createHash('sha256')
      .update(JSON.stringify([event.id, kind, address]))
      .digest('hex')
    const row = { id, eventSeq: event.seq, kind, userId, address, wantedAt: dueAt, dueAt, attempts: 0 }
    // Two people may share an address.
    await tx.outgoingMail.upsert({ where: { id }, create: row, update: {} })
  }
  await tx.noticeCursor.update({ where: { channel }, data: { seq: event.seq } })
}

const gathered = ({ address }: DueMail) => ({ address, sentAt: null, kind: { not: 'link' } })

/** RFC 5322 section 3.6.4, in the name of the portal's host. */
function messageId(origin: string, id: string): string {
  return `<${id}@${new URL(origin).hostname.replace(/[[\]:]/g, '')}>`
}

/** What the mails of one request have in common; null for anything else. */
function threadOf(origin: string, url: string): string | null {
  const request = /\/requests\/([\w-]+)$/.exec(url)?.[1]
  return request ? messageId(origin, `request-${request}`) : null
}
