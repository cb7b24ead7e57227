import { randomUUID } from 'node:crypto'
import type { Tx } from '@/prisma/client'
import { requireAllowed } from '../access/decide'
import { readPeople, readPlaces } from '../access/facts'
import { isOnRequest } from '../access/grant'
import { decideReach, type MatchedGrant, type ReachFacts } from '../access/reach'
import { grantsOf, indexGrants } from '../access/rule-index'
import { loadRules } from '../access/rules'
import { sightOf } from '../access/sight'
import { inPages, readHosts, unknownAtConnecting } from '../access/world'
import type { UserActor } from '../actor'
import { GatehouseError } from '../errors'
import { parseInput } from '../list'
import type { Platform } from '../platform'
import { foldKey } from '../text'
import { inTransaction, takeTurn } from '../transaction'
import { isRequestable, standingBasis } from './basis'
import { give } from './given'
import { noteInput, type RequestInput, requestInput } from './request-input'
import { auditRequest, type RequestRow, readRequest, requirePending } from './request-rows'

/** How many hosts are offered to choose from; beyond it one goes by the host's own page. */
const mostHosts = 100

/**
 * Asks for an account on a host ({@link requestInput}); answers the request's id. What may be asked for is what a grant with
 * approvals means for this person; with GATEHOUSE_REQUESTS=any also any host by its name, and whether there is such a host
 * is then told to the approvers alone. Throws `not-allowed`, `not-found` where nothing may be asked for, `invalid-input`,
 * `limit-reached` with too many that wait.
 */
export async function askAccess(platform: Platform, actor: UserActor, input: unknown): Promise<{ id: string }> {
  requireAsking(platform, actor)
  const wanted = parseWanted(platform, input)
  const [basis] = (await matchesFor(platform, actor, wanted, unknownAtConnecting))
    .filter((match) => isRequestable(match) && match.grant.conditions.approvals > 0)
    .toSorted((a, b) => a.grant.conditions.approvals - b.grant.conditions.approvals)
  if (!basis && (platform.config.requests !== 'any' || !wanted.hostName)) throw nothingToAsk()
  return inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    const pending = await tx.accessRequest.count({
      where: { userId: actor.id, state: 'pending', expiresAt: { gt: new Date() } },
    })
    const { maxPendingRequests } = platform.config
    if (pending >= maxPendingRequests) {
      throw new GatehouseError('limit-reached', { what: 'requests', limit: maxPendingRequests })
    }
    const request = await insert(platform, tx, actor, wanted, basis?.grant.id ?? null)
    await auditRequest(tx, actor, 'request.ask', request, detailOf(wanted))
    return { id: request.id }
  })
}

/**
 * Opens an account on a host at once, in an emergency: a grant with break glass must mean this person, and all its other
 * conditions be met from where they are now. A review is owed from then on. Throws as {@link askAccess}.
 */
export async function breakGlass(platform: Platform, actor: UserActor, input: unknown): Promise<{ id: string }> {
  requireAsking(platform, actor)
  const wanted = parseWanted(platform, input)
  const now = Date.now()
  const known = {
    // Whose credential, and how fresh the proof of who they are: that is asked as they connect.
    ...unknownAtConnecting,
    hoursAt: now,
    clientAddress: actor.clientAddress,
    secondFactor: actor.secondFactor ?? false,
    reason: wanted.reason,
  }
  const [basis] = (await matchesFor(platform, actor, wanted, known)).filter(
    (match) => isRequestable(match) && match.grant.conditions.breakGlass,
  )
  if (!basis) throw nothingToAsk()
  return inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    const request = await insert(platform, tx, actor, wanted, basis.grant.id)
    const standing = await standingBasis(platform, tx, request)
    if (!standing?.breakGlass) throw nothingToAsk()
    const at = new Date()
    const validUntil = new Date(at.getTime() + request.wantedMs)
    const givenId = await give(tx, actor, request, standing.hostId, validUntil)
    await tx.accessRequest.update({
      where: { id: request.id },
      data: { state: 'approved', emergency: true, decidedAt: at, validUntil, givenId, reviewState: 'owed' },
    })
    const detail = { ...detailOf(wanted), validUntil: validUntil.toISOString() }
    await auditRequest(tx, actor, 'request.break-glass', request, detail)
    return { id: request.id }
  })
}

/** Takes one's own request back while it waits. Throws `not-found` for another's, `request-settled`. */
export async function withdrawRequest(platform: Platform, actor: UserActor, id: string, input: unknown): Promise<void> {
  const { comment } = parseInput(noteInput, input)
  await inTransaction(platform.db, async (tx) => {
    await takeTurn(tx)
    const request = await readRequest(tx, id)
    if (request.userId !== actor.id) throw new GatehouseError('not-found', { what: 'request' })
    const now = new Date()
    requirePending(request, now)
    await tx.accessRequest.update({ where: { id }, data: { state: 'withdrawn', decidedAt: now } })
    await auditRequest(tx, actor, 'request.withdraw', request, comment ? { comment } : {})
  })
}

/** The accounts that this person may ask for on this host, and whether they may break the glass there; none: nothing. */
export async function requestableOn(
  platform: Platform,
  actor: UserActor,
  hostId: string,
): Promise<RequestableAccount[]> {
  if (platform.config.requests === 'off') return []
  const accounts = await platform.db.account.findMany({
    where: { hostId },
    select: { login: true },
    orderBy: { login: 'asc' },
  })
  const asked = await Promise.all(
    accounts.map(async ({ login }) => {
      const matches = await matchesFor(platform, actor, { hostId, login }, unknownAtConnecting)
      const open = matches.some(({ failed }) => failed.length === 0)
      const grants = matches.filter(isRequestable).map(({ grant }) => grant.conditions)
      const ask = grants.some(({ approvals }) => approvals > 0)
      return { login, open, ask, breakGlass: grants.some((conditions) => conditions.breakGlass) }
    }),
  )
  return asked.filter(({ ask, breakGlass }) => ask || breakGlass)
}

/** The hosts (at most 100, by name) on which this person may ask for something. */
export async function requestableHosts(platform: Platform, actor: UserActor): Promise<{ id: string; name: string }[]> {
  if (platform.config.requests === 'off') return []
  const { rules } = await loadRules(platform)
  const user = (await readPeople(platform.db, [actor.id])).get(actor.id)
  if (!user) return []
  // Of the hosts that they see only those are looked at that a grant to be asked under can mean.
  const asking = indexGrants(grantsOf(rules, user).filter(({ conditions }) => isOnRequest(conditions)))
  if (asking.grants.length === 0) return []
  const { where } = await sightOf(platform, actor)
  const found: { id: string; name: string }[] = []
  for await (const host of inPages((after, take) => readHosts(platform.db, where, after, take))) {
    const facts = { user, host, capability: 'shell', at: Date.now(), ...unknownAtConnecting } as const
    const asks = host.logins.some((login) => decideReach({ ...facts, login }, asking).matched.some(isRequestable))
    if (asks) found.push({ id: host.id, name: host.name })
    if (found.length === mostHosts) break
  }
  return found.toSorted((a, b) => a.name.localeCompare(b.name))
}

export interface RequestableAccount {
  login: string
  /** A grant opens it already, or may at another hour or place. */
  open: boolean
  ask: boolean
  breakGlass: boolean
}

function requireAsking(platform: Platform, actor: UserActor): void {
  requireAllowed(actor, 'request.ask', platform.config.access)
  if (platform.config.requests === 'off') throw new GatehouseError('not-allowed', { action: 'request.ask' })
}

function parseWanted(platform: Platform, input: unknown): RequestInput {
  const wanted = parseInput(requestInput, input)
  if (wanted.minutes * 60_000 <= platform.config.requestLongestMs) return wanted
  throw new GatehouseError('invalid-input', { field: 'minutes' }, { minutes: 'out-of-range' })
}

type Place = Pick<RequestInput, 'hostId' | 'login'>

async function matchesFor(
  platform: Platform,
  actor: UserActor,
  { hostId, login }: Place,
  known: Pick<ReachFacts, keyof typeof unknownAtConnecting>,
): Promise<readonly MatchedGrant[]> {
  if (!hostId) return []
  const { rules } = await loadRules(platform)
  const [people, places] = await Promise.all([readPeople(platform.db, [actor.id]), readPlaces(platform.db, [hostId])])
  const [user, host] = [people.get(actor.id), places.get(hostId)]
  if (!user || user.disabled || !host) return []
  return decideReach({ user, host, login, capability: 'shell', at: Date.now(), ...known }, rules).matched
}

async function insert(
  platform: Platform,
  tx: Tx,
  actor: UserActor,
  { hostId, hostName, login, minutes, reason, ticket }: RequestInput,
  grantId: string | null,
): Promise<RequestRow> {
  const now = new Date()
  const account = grantId
    ? await tx.account.findFirst({ where: { hostId, login }, select: { host: { select: { id: true, name: true } } } })
    : null
  if (grantId && !account) throw nothingToAsk()
  const asked = grantId
    ? await tx.grant.findUnique({ where: { id: grantId }, select: { approverGroupId: true } })
    : null
  const name = account?.host.name ?? hostName ?? ''
  const { id } = await tx.accessRequest.create({
    data: {
      id: randomUUID(),
      userId: actor.id,
      userName: actor.name,
      hostId: account?.host.id ?? null,
      hostName: name,
      login,
      grantId,
      approverGroupId: asked?.approverGroupId ?? null,
      reason,
      ticket,
      wantedMs: minutes * 60_000,
      state: 'pending',
      emergency: false,
      createdAt: now,
      expiresAt: new Date(now.getTime() + platform.config.requestPendingMs),
      reviewState: 'none',
      searchKey: foldKey([actor.name, name, login, reason, ticket ?? ''].join('\n')),
    },
  })
  return readRequest(tx, id)
}

function detailOf({ minutes, reason, ticket }: RequestInput) {
  return { minutes, reason, ...(ticket ? { ticket } : {}) }
}

/** The same for a host that isn't there and for one that may not be asked for. */
function nothingToAsk(): GatehouseError {
  return new GatehouseError('not-found', { what: 'requestable' })
}
