import { z } from 'zod'
import type { Prisma } from '@/prisma/client'
import { decide, requireAllowed } from '../access/decide'
import type { RemoteActor, UserActor } from '../actor'
import { recordAudit } from '../audit/append'
import { GatehouseError } from '../errors'
import { listQuerySchema, type Page, parseInput } from '../list'
import type { Platform } from '../platform'
import { searchWords } from '../text'

/** A session as lists and pages see it. */
export interface SessionSummary {
  id: string
  kind: 'inventory' | 'quick'
  running: boolean
  userId: string
  userName: string
  hostId: string | null
  hostName: string
  address: string
  port: number
  login: string
  clientAddress: string
  startedAt: Date
  openedAt: Date | null
  endedAt: Date | null
  endReason: string | null
  endDetail: string | null
  exitStatus: number | null
  exitSignal: string | null
  bytesIn: number
  bytesOut: number
  durationMs: number
  recording: 'open' | 'complete' | 'interrupted' | 'missing'
  inputRecorded: boolean
  /** What it was opened with; without a name it was typed. Null: it began before that was kept. */
  credential: { personal: boolean; name: string | null } | null
}

export const sessionStates = ['running', 'ended', 'interrupted'] as const

export const sessionListQuery = listQuerySchema(['startedAt', 'userName', 'hostName', 'bytesOut'], {
  sort: 'startedAt',
  dir: 'desc',
}).extend({
  state: z.enum(sessionStates).optional(),
  user: z.string().max(64).optional(),
  host: z.string().max(64).optional(),
})

/** One page of the sessions this person may see: all, or their own. Throws `invalid-input` for a sort not on the list. */
export async function searchSessions(
  platform: Platform,
  actor: RemoteActor,
  query: unknown,
): Promise<Page<SessionSummary>> {
  const { q, sort, dir, page, pageSize, state, user, host } = parseInput(sessionListQuery, query)
  const where: Prisma.SessionWhereInput = {
    AND: [readableBy(platform, actor), ...searchWords(q).map((word) => ({ searchKey: { contains: word } }))],
    ...(user ? { userId: user } : {}),
    ...(host ? { hostId: host } : {}),
    ...(state === 'running' ? { endedAt: null } : {}),
    ...(state === 'ended' ? { endedAt: { not: null } } : {}),
    ...(state === 'interrupted' ? { recording: { is: { state: 'interrupted' } } } : {}),
  }
  const [total, rows] = await Promise.all([
    platform.db.session.count({ where }),
    platform.db.session.findMany({
      where,
      include: withRecording,
      orderBy: [{ [sort]: dir }, { id: 'asc' }],
      skip: (page - 1) * pageSize,
      take: pageSize,
    }),
  ])
  return { rows: rows.map(summaryOf), total, page, pageSize }
}

/** One session. Throws `not-found`, also for one that this person may not see: its existence is no one else's business. */
export async function getSession(platform: Platform, actor: RemoteActor, id: string): Promise<SessionSummary> {
  return summaryOf(await findReadable(platform, actor, id))
}

/** The first sessions (at most 200) that rested on this grant, in the order of their beginning; for who may see the request that gave it. */
export async function sessionsOnGrant(platform: Platform, grantId: string): Promise<SessionSummary[]> {
  const rows = await platform.db.session.findMany({
    where: { grantId },
    include: withRecording,
    orderBy: [{ startedAt: 'asc' }, { id: 'asc' }],
    take: 200,
  })
  return rows.map(summaryOf)
}

/** The row behind {@link getSession}. */
export async function findReadable(platform: Platform, actor: RemoteActor, id: string): Promise<SessionRow> {
  const row = await platform.db.session.findFirst({
    where: { AND: [{ id }, readableBy(platform, actor)] },
    include: withRecording,
  })
  if (!row) throw new GatehouseError('not-found', { what: 'session' })
  return row
}

/** Ends a running session: one's own, or anyone's for who may. Throws `not-found`, `not-allowed`, `conflict` when it has ended. */
export async function endSession(platform: Platform, actor: UserActor, id: string): Promise<void> {
  const row = await findReadable(platform, actor, id)
  const own = row.userId === actor.id
  requireAllowed(actor, own ? 'session.end-own' : 'session.end-any', platform.config.access)
  await recordAudit(platform.db, {
    actor,
    action: 'session.terminate',
    outcome: 'success',
    sessionId: id,
    target: { kind: 'session', id, name: `${row.login}@${row.hostName}` },
    host: { id: row.hostId ?? undefined, name: row.hostName },
  })
  const ended = await platform.live.end(id, own ? 'closed-by-user' : 'closed-by-administrator')
  if (!ended) throw new GatehouseError('conflict', { what: 'session-ended' })
}

function readableBy(platform: Platform, actor: RemoteActor): Prisma.SessionWhereInput {
  const { access } = platform.config
  if (decide(actor, 'session.view-all', access).allowed) return {}
  requireAllowed(actor, 'session.view-own', access)
  return { userId: actor.id }
}

const withRecording = {
  recording: { select: { state: true, durationMs: true, inputRecorded: true } },
} as const satisfies Prisma.SessionInclude

type SessionRow = Prisma.SessionGetPayload<{ include: typeof withRecording }>

function summaryOf(row: SessionRow): SessionSummary {
  const {
    recording,
    kind,
    searchKey: _searchKey,
    keeperId: _keeperId,
    credentialId: _credentialId,
    credentialKind,
    credentialName,
    provenAt: _provenAt,
    state: _state,
    ...rest
  } = row
  return {
    ...rest,
    kind: kind === 'quick' ? 'quick' : 'inventory',
    running: row.endedAt === null,
    credential: credentialKind === null ? null : { personal: credentialKind !== 'shared', name: credentialName },
    bytesIn: Number(row.bytesIn),
    bytesOut: Number(row.bytesOut),
    durationMs: recording?.durationMs ?? 0,
    recording: recordingState(recording?.state),
    inputRecorded: recording?.inputRecorded ?? false,
  }
}

function recordingState(state: string | undefined): SessionSummary['recording'] {
  return state === 'open' || state === 'complete' || state === 'interrupted' ? state : 'missing'
}
