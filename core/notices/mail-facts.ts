import type { Prisma } from '@/prisma/client'
import { mailLink } from '../identity/one-time-links'
import type { Platform } from '../platform'
import type { MailFacts } from './mail'
import type { MailKind } from './mail-kinds'
import { type AuditRow, detailOf } from './mail-plan'

/** What someone wrote is quoted up to so many characters; the page has the rest. */
const longestQuote = 500

export type DueMail = Prisma.OutgoingMailGetPayload<{ include: { user: true } }>

/**
 * What a mail says, read at the moment at which it is sent; null when it is of no use any more: answered meanwhile, signed, its
 * person disabled. A mail with a link is given one of its own here: the link that an administrator was shown is stored nowhere.
 */
export async function mailFacts(
  platform: Platform,
  { user, userId }: DueMail,
  kind: MailKind,
  event: AuditRow,
): Promise<MailFacts | null> {
  if (user.disabledAt && kind !== 'address-changed') return null
  if (!(await isOfUse(platform, kind, event))) return null
  const url = await urlOf(platform, userId, kind, event)
  if (url === null) return null
  const detail = detailOf(event)
  return {
    kind,
    name: user.name,
    by: event.actorName,
    at: event.at,
    subject: event.targetName ?? '',
    address: event.clientAddress,
    device: quoted(detail.device),
    reason: quoted(detail.reason),
    comment: quoted(detail.comment),
    minutes: typeof detail.minutes === 'number' ? detail.minutes : null,
    until: typeof detail.validUntil === 'string' ? new Date(detail.validUntil) : null,
    url,
  }
}

/** The page that a mail leads to. */
async function urlOf(platform: Platform, userId: string, kind: MailKind, event: AuditRow): Promise<string | null> {
  const { origin } = platform.config
  if (kind === 'link') return mailLink(platform, userId)
  if (event.action.startsWith('request.')) return `${origin}/requests/${event.targetId}`
  return kind === 'new-device' ? `${origin}/profile#devices` : `${origin}/profile`
}

async function isOfUse({ db }: Platform, kind: MailKind, { targetId }: AuditRow): Promise<boolean> {
  if (kind !== 'asked' && kind !== 'review-owed') return true
  const request = await db.accessRequest.findUnique({
    where: { id: targetId ?? '' },
    select: { state: true, reviewState: true },
  })
  return kind === 'asked' ? request?.state === 'pending' : request?.reviewState === 'owed'
}

function quoted(value: unknown): string | null {
  if (typeof value !== 'string' || value.trim() === '') return null
  return value.length > longestQuote ? `${value.slice(0, longestQuote)}…` : value
}
