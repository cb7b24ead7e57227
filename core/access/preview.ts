import { setImmediate as turn } from 'node:timers/promises'
import type { Prisma } from '@/prisma/client'
import type { Actor } from '../actor'
import { GatehouseError } from '../errors'
import { memberChange } from '../groups'
import { parseRanges } from '../inventory/ranges'
import { parseInput } from '../list'
import type { Platform } from '../platform'
import type { Capability } from './capabilities'
import { requirePermitted } from './decide'
import { type PersonFacts, personSelect, personsOf } from './facts'
import { type Grant, namesLogin } from './grant'
import type { GrantInput } from './grant-input'
import type { Named } from './grant-reads'
import { parseGrant } from './grants'
import { decideReach } from './reach'
import { indexGrants, type Rules } from './rule-index'
import { loadRules } from './rules'
import { parseTagExpression } from './tag-expression'
import { inPages, type ReachableHost, readHosts, unknownAtConnecting } from './world'

/** How many pairs of a person and a host a preview lists of each kind. */
export const mostPreviewed = 200
/** How many kinds of pairs are compared at most: beyond it the counts are "at least". */
const mostCompared = 100_000

/** What is to be saved (a new grant, or one in place of `id`), or which grant is to be deleted. */
export type GrantChange = { kind: 'save'; id?: string; input: unknown } | { kind: 'delete'; id: string }

/** What one person gains or loses on one host. */
export interface ReachChange {
  user: Named
  host: Named
  /** `*` among the logins: every login. */
  what: { capability: Capability; logins: string[] }[]
}

export interface ChangePreview {
  gains: ReachChange[]
  losses: ReachChange[]
  /** The same hosts and logins as before, under other conditions or until another time. */
  otherTerms: { user: Named; host: Named }[]
  /** Of all pairs, also those beyond the lists. */
  counts: { gains: number; losses: number; otherTerms: number }
  /** False: there were too many kinds of pairs to compare them all, and the counts are "at least". */
  complete: boolean
}

/**
 * What a change of a grant would do: who gains and who loses what, by the same decision before and after. What is only asked
 * at connecting, and a beginning in the future, count as met. Nothing is written. Throws `not-allowed`, `not-found`, and
 * for a grant that couldn't be saved what {@link parseGrant} throws.
 */
export async function previewChange(platform: Platform, actor: Actor, change: GrantChange): Promise<ChangePreview> {
  requirePermitted(actor, 'grant.edit', platform.config.access)
  const { rules } = await loadRules(platform)
  if (change.id && !(await platform.db.grant.findUnique({ where: { id: change.id }, select: { id: true } }))) {
    throw new GatehouseError('not-found', { what: 'grant' })
  }
  const before = rules.grants.find(({ id }) => id === change.id)
  const after = change.kind === 'save' ? draftOf(change.id ?? 'draft', parseGrant(change.input), before) : undefined
  const others = rules.grants.filter(({ id }) => id !== change.id)
  const touched = [before, after].filter((grant) => grant !== undefined)
  const all = after ? [...rules.grants, after] : rules.grants
  const people = await kindsOf(peopleMeant(platform, touched), personKey(all))
  const hosts = await kindsOf(hostsMeant(platform, touched), hostKey(all))
  const side = (of: Rules) => ({ rules: of, asOf: (host: ReachableHost) => host })
  return compare(people, hosts, {
    before: side(rules),
    after: side(indexGrants(after ? [...others, after] : others)),
  })
}

/** What becomes of a group's hosts: some come and some go, or it is deleted. */
export type HostGroupChange = { kind: 'members'; add?: string[]; remove?: string[] } | { kind: 'delete' }

/**
 * The same for a change of what is in a group of hosts: the grants stay, and mean other hosts. Throws `not-allowed`, `not-found`,
 * `invalid-input`.
 */
export async function previewHostGroup(
  platform: Platform,
  actor: Actor,
  groupId: string,
  change: HostGroupChange,
): Promise<ChangePreview> {
  requirePermitted(actor, 'host-group.edit', platform.config.access)
  const { rules } = await loadRules(platform)
  if (!(await platform.db.hostGroup.findUnique({ where: { id: groupId }, select: { id: true } }))) {
    throw new GatehouseError('not-found', { what: 'host-group' })
  }
  const members = change.kind === 'members' ? parseInput(memberChange, change) : undefined
  const isIn = (host: ReachableHost) =>
    members !== undefined &&
    (members.add.includes(host.id) || (host.groups.includes(groupId) && !members.remove.includes(host.id)))
  const asAfter = (host: ReachableHost) => {
    const others = host.groups.filter((id) => id !== groupId)
    return { ...host, groups: isIn(host) ? [...others, groupId] : others }
  }
  const naming = rules.grants.filter((grant) => grant.hosts.groupIds.includes(groupId))
  const people = await kindsOf(peopleMeant(platform, naming), personKey(rules.grants))
  const where: Prisma.HostWhereInput = members
    ? { id: { in: [...members.add, ...members.remove] } }
    : { groups: { some: { groupId } } }
  const before = hostKey(rules.grants)
  const hosts = await kindsOf(
    inPages((after, take) => readHosts(platform.db, where, after, take)),
    (host) => before(host) + before(asAfter(host)),
  )
  return compare(people, hosts, { before: { rules, asOf: (host) => host }, after: { rules, asOf: asAfter } })
}

/** People, or hosts, that no grant tells apart. */
type Kind<T> = T[]

/** What these grants can tell people apart by. */
function personKey(grants: readonly Grant[]): (person: PersonFacts) => string {
  const named = new Set(grants.flatMap(({ subjects }) => subjects.userIds))
  return ({ id, role, disabled, groups }) =>
    JSON.stringify([named.has(id) ? id : '', role.key, disabled, groups.toSorted()])
}

function hostKey(grants: readonly Grant[]): (host: ReachableHost) => string {
  const named = new Set(grants.flatMap(({ hosts }) => hosts.ids))
  return ({ id, tags, groups, logins }) =>
    JSON.stringify([named.has(id) ? id : '', tags.toSorted(), groups.toSorted(), logins])
}

async function kindsOf<T>(all: AsyncIterable<T>, keyOf: (one: T) => string): Promise<Kind<T>[]> {
  const kinds = new Map<string, Kind<T>>()
  for await (const one of all) {
    const key = keyOf(one)
    const kind = kinds.get(key)
    if (kind) kind.push(one)
    else kinds.set(key, [one])
  }
  return [...kinds.values()]
}

function peopleMeant({ db }: Platform, grants: Grant[]): AsyncGenerator<PersonFacts> {
  const ids = grants.flatMap(({ subjects }) => subjects.userIds)
  const groups = grants.flatMap(({ subjects }) => subjects.groupIds)
  const where: Prisma.UserWhereInput = grants.some(({ subjects }) => subjects.everyone)
    ? {}
    : { OR: [{ id: { in: ids } }, { groups: { some: { groupId: { in: groups } } } }] }
  return inPages(async (after, take) => {
    const page = { AND: [where, { id: { gt: after } }] }
    return personsOf(db, await db.user.findMany({ where: page, select: personSelect, orderBy: { id: 'asc' }, take }))
  })
}

function hostsMeant({ db }: Platform, grants: Grant[]): AsyncGenerator<ReachableHost> {
  const some = !grants.some(({ hosts }) => hosts.all || hosts.tags)
  const ids = grants.flatMap(({ hosts }) => hosts.ids)
  const groups = grants.flatMap(({ hosts }) => hosts.groupIds)
  const named = { OR: [{ id: { in: ids } }, { groups: { some: { groupId: { in: groups } } } }] }
  const where: Prisma.HostWhereInput = some ? named : {}
  return inPages((after, take) => readHosts(db, where, after, take))
}

/** The grants, and what a host is to them. */
interface Side {
  rules: Rules
  asOf: (host: ReachableHost) => ReachableHost
}

interface Sides {
  before: Side
  after: Side
}

async function compare(
  people: Kind<PersonFacts>[],
  hosts: Kind<ReachableHost>[],
  sides: Sides,
): Promise<ChangePreview> {
  const preview: ChangePreview = {
    gains: [],
    losses: [],
    otherTerms: [],
    counts: { gains: 0, losses: 0, otherTerms: 0 },
    complete: people.length * hosts.length <= mostCompared,
  }
  let compared = 0
  for (const users of people) {
    for (const places of hosts) {
      compared += 1
      if (compared > mostCompared) return preview
      if (compared % 500 === 0) await turn()
      note(preview, users, places, sides)
    }
  }
  return preview
}

function note(preview: ChangePreview, users: PersonFacts[], places: ReachableHost[], sides: Sides): void {
  const [user, place] = [users[0], places[0]]
  if (!user || !place) return
  const [before, after] = [offerOf(user, place, sides.before), offerOf(user, place, sides.after)]
  const logins = loginsOf(place, before, after)
  const gained = minus([[after.open, before.open]], logins)
  // What another grant opens only later doesn't make up for what ends now.
  const lost = minus(
    [
      [before.open, after.open],
      [before.now, after.now],
    ],
    logins,
  )
  const many = users.length * places.length
  const list = <T>(into: T[], make: (pair: { user: Named; host: Named }) => T) => {
    for (const pair of pairsOf(users, places, mostPreviewed - into.length)) into.push(make(pair))
  }
  if (gained.length > 0) list(preview.gains, (pair) => ({ ...pair, what: gained }))
  if (lost.length > 0) list(preview.losses, (pair) => ({ ...pair, what: lost }))
  const sameBut = gained.length === 0 && lost.length === 0 && before.terms !== after.terms
  if (sameBut) list(preview.otherTerms, (pair) => pair)
  if (gained.length > 0) preview.counts.gains += many
  if (lost.length > 0) preview.counts.losses += many
  if (sameBut) preview.counts.otherTerms += many
}

interface Offer {
  /** Also what begins in the future. */
  open: Grant[]
  now: Grant[]
  /** Conditions and ends of what is open, to be compared. */
  terms: string
}

function offerOf(user: PersonFacts, place: ReachableHost, { rules, asOf }: Side): Offer {
  const host = asOf(place)
  const facts = { user, host, login: null, capability: null, at: Date.now(), ...unknownAtConnecting }
  const { refusal, matched } = decideReach(facts, rules)
  if (refusal === 'user-disabled' || refusal === 'role-forbids') return { open: [], now: [], terms: '[]' }
  const open = matched
    .filter(({ failed }) => failed.every((condition) => condition === 'not-yet'))
    .map(({ grant }) => grant)
  const now = matched.filter(({ failed }) => failed.length === 0).map(({ grant }) => grant)
  const terms = open.map(({ logins, capabilities, conditions }) => JSON.stringify([logins, capabilities, conditions]))
  return { open, now, terms: JSON.stringify([...new Set(terms)].sort()) }
}

/** The logins that make a difference: the host's accounts, and what the grants say themselves. */
function loginsOf(host: ReachableHost, ...offers: Offer[]): string[] {
  const said = offers.flatMap(({ open }) => open.flatMap(({ logins }) => (logins.length === 0 ? ['*'] : logins)))
  return [...new Set([...host.logins, ...said])]
}

/** What the first grants of any of the pairs open and the second don't. */
function minus(pairs: [more: Grant[], less: Grant[]][], logins: string[]): ReachChange['what'] {
  const opens = (grants: Grant[], capability: Capability, login: string) =>
    grants.some((grant) => grant.capabilities.includes(capability) && namesLogin(grant.logins, login))
  const offered = [...new Set(pairs.flatMap(([more]) => more.flatMap(({ capabilities }) => capabilities)))]
  return offered.flatMap((capability) => {
    const missing = logins.filter((login) =>
      pairs.some(([more, less]) => opens(more, capability, login) && !opens(less, capability, login)),
    )
    return missing.length > 0 ? [{ capability, logins: missing }] : []
  })
}

function* pairsOf(
  users: PersonFacts[],
  places: ReachableHost[],
  most: number,
): Generator<{ user: Named; host: Named }> {
  let left = most
  for (const { id, name } of users) {
    for (const host of places) {
      if (left-- <= 0) return
      yield { user: { id, name }, host: { id: host.id, name: host.name } }
    }
  }
}

/** `present`: the grant in whose place it comes, from which what the input leaves open stays. */
function draftOf(id: string, input: GrantInput, present: Grant | undefined): Grant {
  return {
    id,
    name: input.name,
    subjects: { everyone: input.everyone, userIds: input.userIds, groupIds: input.groupIds },
    hosts: {
      all: input.allHosts,
      ids: input.hostIds,
      groupIds: input.hostGroupIds,
      tags: input.tagExpression === null ? null : parseTagExpression(input.tagExpression),
    },
    logins: input.logins,
    capabilities: input.capabilities,
    conditions: {
      disabled: input.disabled,
      validFrom: input.validFrom?.getTime() ?? null,
      validUntil: input.validUntil?.getTime() ?? null,
      schedule: input.schedule,
      networks: parseRanges(input.networks),
      requiresSecondFactor: input.requiresSecondFactor,
      requiresReason: input.requiresReason,
      credentials: input.credentials ?? present?.conditions.credentials ?? 'any',
      proofMs: input.proofMinutes === undefined ? (present?.conditions.proofMs ?? null) : msOf(input.proofMinutes),
      approvals: input.approvals ?? present?.conditions.approvals ?? 0,
      breakGlass: input.breakGlass ?? present?.conditions.breakGlass ?? false,
    },
    basisId: null,
  }
}

function msOf(minutes: number | null): number | null {
  return minutes === null ? null : minutes * 60_000
}
