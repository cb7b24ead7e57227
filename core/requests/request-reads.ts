import type { Prisma } from '@/prisma/client'
import { isAdministrator } from '../access/built-in-roles'
import { decide } from '../access/decide'
import { type PersonFacts, readPeople } from '../access/facts'
import type { UserActor } from '../actor'
import { GatehouseError } from '../errors'
import { type Page, parseInput } from '../list'
import type { Platform } from '../platform'
import { type SessionSummary, sessionsOnGrant } from '../sessions/search'
import { searchWords } from '../text'
import { type Basis, mayApprove, standingBasis } from './basis'
import { requestListQuery } from './request-input'
import { type RequestRow, requestOf } from './request-rows'

/** A request as lists show it; `over`: what it gave, or the time to answer it, has ended by itself. */
export type RequestSummary = RequestRow & { over: boolean }

/** A request with all that came of it. */
export interface RequestThread extends RequestSummary {
  approverGroup: string | null
  /** How many must say yes, as it is now; null: what was asked under doesn't mean it any more. */
  approvals: number | null
  /** At most 200, the first ones. */
  sessions: SessionSummary[]
  may: { decide: boolean; withdraw: boolean; revoke: boolean; review: boolean }
}

/**
 * One page of the requests that this person has to do with: their own, those that ask them, and for who may see all
 * (administrators and auditors) all. `query` as {@link requestListQuery}; throws `invalid-input`.
 */
export async function listRequests(
  platform: Platform,
  actor: UserActor,
  query: unknown,
): Promise<Page<RequestSummary>> {
  const { q, sort, dir, page, pageSize, view, state } = parseInput(requestListQuery, query)
  const person = await whoIs(platform, actor)
  const where: Prisma.AccessRequestWhereInput = {
    AND: [
      visibleTo(platform, actor, person),
      ...(view === 'mine' ? [{ userId: actor.id }] : []),
      ...(view === 'waiting' ? [waitingFor(person)] : []),
      ...(view === 'review' ? [unreviewed()] : []),
      ...(state ? [{ state }] : []),
      ...searchWords(q).map((word) => ({ searchKey: { contains: word } })),
    ],
  }
  // "owed" comes after "none" and before "signed" by the alphabet; of the two that the queue has it is the last.
  const owedFirst: Prisma.AccessRequestOrderByWithRelationInput[] = view === 'review' ? [{ reviewState: 'desc' }] : []
  const [total, rows] = await Promise.all([
    platform.db.accessRequest.count({ where }),
    platform.db.accessRequest.findMany({
      where,
      include: { decisions: true },
      orderBy: [...owedFirst, { [sort]: dir }, { id: 'asc' }],
      skip: (page - 1) * pageSize,
      take: pageSize,
    }),
  ])
  return { rows: rows.map((row) => summaryOf(requestOf(row))), total, page, pageSize }
}

/** What waits for this person: requests for their word, and for who reviews, broken glass, from that moment until it is signed. */
export async function countWaiting(platform: Platform, actor: UserActor): Promise<number> {
  const person = await whoIs(platform, actor)
  const reviews = decide(actor, 'request.review', platform.config.access).allowed
  const owed = { reviewState: 'owed', userId: { not: actor.id } }
  return platform.db.accessRequest.count({ where: { OR: [waitingFor(person), ...(reviews ? [owed] : [])] } })
}

/** A request, from asking to review. Throws `not-found`, also for whom it is no business. */
export async function getRequest(platform: Platform, actor: UserActor, id: string): Promise<RequestThread> {
  const { db, config } = platform
  const person = await whoIs(platform, actor)
  const row = await db.accessRequest.findFirst({
    where: { AND: [{ id }, visibleTo(platform, actor, person)] },
    include: { decisions: { orderBy: { at: 'asc' } } },
  })
  if (!row) throw new GatehouseError('not-found', { what: 'request' })
  const request = summaryOf(requestOf(row))
  const basis = await standingBasis(platform, db, request)
  const asked: Pick<Basis, 'approverGroupId'> = basis ?? request
  const group = asked.approverGroupId
    ? await db.userGroup.findUnique({ where: { id: asked.approverGroupId }, select: { name: true } })
    : null
  const sessions = request.givenId ? await sessionsOnGrant(platform, request.givenId) : []
  const open = request.state === 'approved' && !request.over
  const own = request.userId === actor.id
  const answers = mayApprove(person, request, asked)
  const waits = request.state === 'pending' && !request.over
  const ended = request.validUntil !== null && !open && sessions.every(({ running }) => !running)
  const reviews = decide(actor, 'request.review', config.access).allowed
  return {
    ...request,
    approverGroup: group?.name ?? null,
    // Of a host asked for by its name alone nobody learns here whether there is one.
    approvals: request.grantId === null ? 1 : (basis?.approvals ?? null),
    sessions,
    may: {
      decide: waits && answers && request.decisions.every(({ approverId }) => approverId !== actor.id),
      withdraw: waits && own,
      revoke: open && (own || answers || decide(actor, 'grant.edit', config.access).allowed),
      review: ended && !own && reviews && request.reviewState !== 'signed',
    },
  }
}

function summaryOf(row: RequestRow): RequestSummary {
  const ends = row.state === 'pending' ? row.expiresAt : row.validUntil
  return { ...row, over: ends !== null && ends <= new Date() }
}

async function whoIs({ db }: Platform, actor: UserActor): Promise<PersonFacts> {
  const person = (await readPeople(db, [actor.id])).get(actor.id)
  return person ?? { id: actor.id, name: actor.name, role: actor.role, disabled: true, groups: [] }
}

function visibleTo(platform: Platform, actor: UserActor, person: PersonFacts): Prisma.AccessRequestWhereInput {
  if (decide(actor, 'request.view-all', platform.config.access).allowed) return {}
  return { OR: [{ userId: actor.id }, { approverGroupId: { in: person.groups } }] }
}

function waitingFor({ id, role, disabled, groups }: PersonFacts): Prisma.AccessRequestWhereInput {
  const administrators = isAdministrator(role) ? [{ approverGroupId: null }] : []
  return {
    state: 'pending',
    expiresAt: { gt: new Date() },
    userId: { not: id },
    decisions: { none: { approverId: id } },
    OR: disabled ? [] : [{ approverGroupId: { in: [...groups] } }, ...administrators],
  }
}

/** Everything that gave something and that nobody has signed, whether it is owed or not. */
function unreviewed(): Prisma.AccessRequestWhereInput {
  return { validUntil: { not: null }, reviewState: { not: 'signed' } }
}
