import type { Capability } from './capabilities'
import type { CredentialOrigin } from './credential-rule'
import { mayDo } from './decide'
import { type Conditions, type Grant, isOnRequest, namesLogin } from './grant'
import { isFrom } from './networks'
import type { Role } from './roles'
import { grantsFor, type Rules } from './rule-index'
import { endOf, isWithin } from './schedule'

/** Why a grant that means the right person and host opens nothing now. */
export const failedConditions = [
  'disabled',
  'not-yet',
  'expired',
  'outside-hours',
  'outside-networks',
  'second-factor-missing',
  'reason-missing',
  'shared-credential-required',
  'own-credential-required',
  'proof-missing',
  'approval-missing',
  'basis-gone',
] as const
export type FailedCondition = (typeof failedConditions)[number]

/** A condition that depends on the moment and place of connecting, and so can't be examined beforehand. */
export type OpenCondition = 'hours' | 'networks' | 'second-factor' | 'reason' | 'credential' | 'proof'

/**
 * What a decision is about. `undefined` is "not known": what depends on it isn't examined, and then nothing is allowed.
 * Whoever acts on the answer gives everything; who only explains leaves out what is known at connecting alone.
 */
export interface ReachFacts {
  user: { id: string; role: Role; disabled: boolean; groups: readonly string[] }
  host: { id: string; tags: readonly string[]; groups: readonly string[] }
  /** Null: any login at all. */
  login: string | null
  /** Null: any capability at all. */
  capability: Capability | null
  /** Unix ms: from-until is examined for it. */
  at: number
  /** Unix ms: weekdays and hours are examined for it. */
  hoursAt: number | undefined
  clientAddress: string | undefined
  /** Whether this sign-in was with a second factor. */
  secondFactor: boolean | undefined
  /** Null: none was given. */
  reason: string | null | undefined
  /** Whose credential is used. */
  credential: CredentialOrigin | undefined
  /** How long ago, in milliseconds, they last proved who they are. */
  proofAgeMs: number | undefined
}

/** A grant that means this person, host, login and capability, and what stands in its way. */
export interface MatchedGrant {
  grant: Grant
  failed: readonly FailedCondition[]
  unexamined: readonly OpenCondition[]
  /** When what it opens ends by itself (Unix ms); null: not at all. Of hours only when they were examined. */
  until: number | null
}

export interface ReachDecision {
  /** Some grant opens it, every condition of it examined and met. */
  allowed: boolean
  /** Some grant may open it: no condition failed, and some weren't examined. */
  possible: boolean
  /** Why not, when not even possible. */
  refusal: 'user-disabled' | 'role-forbids' | 'no-grant' | 'condition' | null
  /** Every grant that means this, sorted by id. */
  matched: readonly MatchedGrant[]
  /** The moment (Unix ms) at which `possible` ends by itself; null: it doesn't, or there is nothing to end. */
  until: number | null
}

/** How many ends of grants that follow on one another are looked through for {@link ReachDecision.until}. */
const mostEnds = 8

/**
 * The one function that decides who may reach what, as whom, under which conditions. Pure: the same facts and rules give
 * the same answer. Default: no. The role must allow it too (core/access/decide.ts): a role says what kind of thing
 * someone may do, a grant where.
 */
export function decideReach(facts: ReachFacts, rules: Rules): ReachDecision {
  const { user, host, login, capability } = facts
  const grants = grantsFor(rules, user, host).filter((grant) => covers(grant, login, capability))
  const decision = decideAt(facts, grants)
  if (!decision.possible || decision.until === null) return decision
  // Where one grant ends another may have begun.
  let { until } = decision
  for (let end = 1; end < mostEnds; end++) {
    const next = decideAt({ ...facts, at: until, hoursAt: facts.hoursAt === undefined ? undefined : until }, grants)
    if (decision.allowed ? !next.allowed : !next.possible) break
    if (next.until === null) return { ...decision, until: null }
    until = next.until
  }
  return { ...decision, until }
}

function decideAt(facts: ReachFacts, grants: readonly Grant[]): ReachDecision {
  const { user } = facts
  const matched = grants
    .map((grant) => examine(grant, facts))
    .map((match, _, all) => (match.grant.basisId === null ? match : withBasis(match, all, facts)))
  const barred = user.disabled ? 'user-disabled' : mayDo(user.role, 'session.open') ? null : 'role-forbids'
  if (barred) return { allowed: false, possible: false, refusal: barred, matched, until: null }
  const open = matched.filter(({ failed }) => failed.length === 0)
  const sure = open.filter(({ unexamined }) => unexamined.length === 0)
  return {
    allowed: sure.length > 0,
    possible: open.length > 0,
    refusal: open.length > 0 ? null : matched.length > 0 ? 'condition' : 'no-grant',
    matched,
    until: lastEnd(sure.length > 0 ? sure : open),
  }
}

function covers(grant: Grant, login: string | null, capability: Capability | null): boolean {
  if (capability === null ? grant.capabilities.length === 0 : !grant.capabilities.includes(capability)) return false
  return namesLogin(grant.logins, login)
}

function examine(grant: Grant, facts: ReachFacts): MatchedGrant {
  const { conditions } = grant
  const failed: FailedCondition[] = []
  const unexamined: OpenCondition[] = []
  if (conditions.disabled) failed.push('disabled')
  if (conditions.validFrom !== null && facts.at < conditions.validFrom) failed.push('not-yet')
  if (conditions.validUntil !== null && facts.at >= conditions.validUntil) failed.push('expired')
  const { schedule, networks } = conditions
  if (schedule) {
    if (facts.hoursAt === undefined) unexamined.push('hours')
    else if (!isWithin(schedule, facts.hoursAt)) failed.push('outside-hours')
  }
  if (networks.length > 0) {
    if (facts.clientAddress === undefined) unexamined.push('networks')
    else if (!isFrom(facts.clientAddress, networks)) failed.push('outside-networks')
  }
  if (conditions.requiresSecondFactor) {
    if (facts.secondFactor === undefined) unexamined.push('second-factor')
    else if (!facts.secondFactor) failed.push('second-factor-missing')
  }
  if (conditions.requiresReason) {
    if (facts.reason === undefined) unexamined.push('reason')
    else if (!facts.reason?.trim()) failed.push('reason-missing')
  }
  if (conditions.credentials !== 'any') {
    if (facts.credential === undefined) unexamined.push('credential')
    else if (facts.credential !== conditions.credentials) failed.push(wrongCredential[conditions.credentials])
  }
  if (conditions.proofMs !== null) {
    if (facts.proofAgeMs === undefined) unexamined.push('proof')
    // Asked this way round, an age that is no number is too old.
    else if (!(facts.proofAgeMs <= conditions.proofMs)) failed.push('proof-missing')
  }
  if (isOnRequest(conditions)) failed.push('approval-missing')
  return { grant, failed, unexamined, until: failed.length === 0 ? endOfGrant(conditions, facts.hoursAt) : null }
}

const wrongCredential = { shared: 'shared-credential-required', personal: 'own-credential-required' } as const

/**
 * What an approved request opens: what the grant that was asked under would, as that one is now, but for the approval and
 * the reason, which were given. So whoever narrows, disables or deletes that one narrows what was approved under it.
 */
function withBasis(match: MatchedGrant, all: readonly MatchedGrant[], { hoursAt }: ReachFacts): MatchedGrant {
  const { grant } = match
  const basis = all.find((other) => other.grant.id === grant.basisId && other.grant.basisId === null)
  if (!basis) return { ...match, failed: [...match.failed, 'basis-gone'], until: null }
  const given: readonly string[] = ['approval-missing', 'reason-missing', 'reason']
  const failed = [...new Set([...match.failed, ...basis.failed.filter((condition) => !given.includes(condition))])]
  const unexamined = [...new Set([...match.unexamined, ...basis.unexamined.filter((one) => !given.includes(one))])]
  const ends = [grant, basis.grant].flatMap(({ conditions }) => endOfGrant(conditions, hoursAt) ?? [])
  return { grant, failed, unexamined, until: failed.length > 0 || ends.length === 0 ? null : Math.min(...ends) }
}

function endOfGrant({ validUntil, schedule }: Conditions, hoursAt: number | undefined): number | null {
  const hoursEnd = schedule && hoursAt !== undefined ? endOf(schedule, hoursAt) : null
  if (validUntil === null || hoursEnd === null) return validUntil ?? hoursEnd
  return Math.min(validUntil, hoursEnd)
}

/** The latest of the ends; null when one has none. */
function lastEnd(grants: readonly MatchedGrant[]): number | null {
  if (grants.length === 0 || grants.some(({ until }) => until === null)) return null
  return Math.max(...grants.map(({ until }) => until ?? 0))
}
