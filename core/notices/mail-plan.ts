import type { Prisma, Tx } from '@/prisma/client'
import { mayDo } from '../access/decide'
import { readPeople } from '../access/facts'
import { allRoles } from '../access/role-rows'
import { type AuditAction, auditActions } from '../audit/actions'
import { mayApprove } from '../requests/basis'
import { type MailKind, mailKinds, readMailOff } from './mail-kinds'

/** One notice goes to so many people at most; of more, to the first by name. */
export const mostRecipients = 50

export type AuditRow = Prisma.AuditEventGetPayload<Record<string, never>>

/** A mail that an event is to become. */
export interface PlannedMail {
  kind: MailKind
  userId: string
  address: string
  /** Not before then. */
  dueAt?: Date
}

type Planner = (tx: Tx, event: AuditRow, detail: Record<string, unknown>) => Promise<PlannedMail[]>

/** The one table of what is told by mail, and to whom. */
const planners: Partial<Record<AuditAction, Planner>> = {
  'request.ask': planAsked,
  'request.approve': async (tx, event, detail) =>
    // A yes that others have to join opens nothing yet.
    typeof detail.validUntil === 'string' ? toAsker(tx, event, 'approved') : [],
  'request.refuse': (tx, event) => toAsker(tx, event, 'refused'),
  'request.revoke': (tx, event) => toAsker(tx, event, 'revoked'),
  'request.expire': (tx, event) => toAsker(tx, event, 'expired'),
  'request.break-glass': planBrokenGlass,
  'sign-in.new-device': (tx, event) => toTarget(tx, event, 'new-device'),
  'user.password-change': (tx, event) => toTarget(tx, event, 'password-changed'),
  'user.recover': (tx, event) => toTarget(tx, event, 'recovered'),
  'user.link-send': (tx, event) => toTarget(tx, event, 'link'),
  'user.update': planAddressChanged,
  'second-factor.enrol': (tx, event) => toTarget(tx, event, 'factor-added'),
  'second-factor.remove': (tx, event) => toTarget(tx, event, 'factor-removed'),
  'second-factor.reset': (tx, event) => toTarget(tx, event, 'factor-reset'),
  'passkey.add': (tx, event) => toTarget(tx, event, 'factor-added'),
  'passkey.remove': (tx, event) => toTarget(tx, event, 'factor-removed'),
}

/** The actions of the audit log that may become mail. */
export const mailedActions = auditActions.filter((action) => planners[action] !== undefined)

/** The mails that an event becomes, at most one an address and kind. Reads who people are at this moment. */
export async function planMails(tx: Tx, event: AuditRow): Promise<PlannedMail[]> {
  const action = mailedActions.find((known) => known === event.action)
  const planner = action && planners[action]
  return planner ? planner(tx, event, detailOf(event)) : []
}

/** What an event says besides. */
export function detailOf({ detail }: Pick<AuditRow, 'detail'>): Record<string, unknown> {
  const value: unknown = JSON.parse(detail)
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

async function planAsked(tx: Tx, event: AuditRow): Promise<PlannedMail[]> {
  const request = await tx.accessRequest.findUnique({ where: { id: event.targetId ?? '' } })
  if (!request) return []
  const { approverGroupId: groupId, userId } = request
  const candidates = await reachable(
    tx,
    { id: { not: userId }, ...(groupId ? { groups: { some: { groupId } } } : { role: 'administrator' }) },
    'asked',
  )
  const people = await readPeople(
    tx,
    candidates.map((one) => one.userId),
  )
  return candidates.filter((one) => {
    const person = people.get(one.userId)
    return person !== undefined && mayApprove(person, request, request)
  })
}

async function planBrokenGlass(tx: Tx, event: AuditRow, detail: Record<string, unknown>): Promise<PlannedMail[]> {
  const request = await tx.accessRequest.findUnique({ where: { id: event.targetId ?? '' } })
  if (!request) return []
  const { approverGroupId: groupId, userId } = request
  const reviewing = (await allRoles(tx)).filter((role) => mayDo(role, 'request.review'))
  const reviewers = { role: { in: reviewing.map(({ key }) => key) } }
  const concerned = groupId ? { OR: [reviewers, { groups: { some: { groupId } } }] } : reviewers
  const told = await reachable(tx, { id: { not: userId }, ...concerned }, 'broken-glass')
  const owed = await reachable(tx, { id: { not: userId }, ...reviewers }, 'review-owed')
  // When the access ends the review can begin; by then it may be signed, which is looked at when it is sent.
  const end = typeof detail.validUntil === 'string' ? new Date(detail.validUntil) : event.at
  return [...told, ...owed.map((mail) => ({ ...mail, dueAt: end }))]
}

/** To whom it is told before: a change of address is what someone who broke in would begin with. */
async function planAddressChanged(tx: Tx, event: AuditRow, detail: Record<string, unknown>): Promise<PlannedMail[]> {
  const before: unknown = Reflect.get(Object(detail.before), 'email')
  if (typeof before !== 'string' || event.targetId === null) return []
  const user = await tx.user.findUnique({ where: { id: event.targetId }, select: { id: true } })
  return user ? [{ kind: 'address-changed', userId: user.id, address: before }] : []
}

async function toAsker(tx: Tx, event: AuditRow, kind: MailKind): Promise<PlannedMail[]> {
  const request = await tx.accessRequest.findUnique({ where: { id: event.targetId ?? '' }, select: { userId: true } })
  // Nobody is told what they did themselves.
  return request && request.userId !== event.actorId ? reachable(tx, { id: request.userId }, kind) : []
}

function toTarget(tx: Tx, event: AuditRow, kind: MailKind): Promise<PlannedMail[]> {
  return reachable(tx, { id: event.targetId ?? '' }, kind)
}

/** Of these people those who have an address, are not disabled and want to know; the first by name. */
async function reachable(tx: Tx, where: Prisma.UserWhereInput, kind: MailKind): Promise<PlannedMail[]> {
  const rows = await tx.user.findMany({
    where: { AND: [where, { disabledAt: null, email: { not: null } }] },
    select: { id: true, email: true, mailOff: true },
    orderBy: { nameKey: 'asc' },
    // Some of these don't want it.
    take: 10 * mostRecipients,
  })
  const topic = mailKinds[kind]
  return rows
    .filter(({ mailOff }) => topic === null || !readMailOff(mailOff).includes(topic))
    .slice(0, mostRecipients)
    .flatMap(({ id, email }) => (email === null ? [] : [{ kind, userId: id, address: email }]))
}
