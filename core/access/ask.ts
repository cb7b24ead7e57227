import type { RemoteActor } from '../actor'
import type { Json } from '../audit/append'
import { GatehouseError } from '../errors'
import type { Platform } from '../platform'
import { mayDo } from './decide'
import { bareHost, readPeople, readPlaces } from './facts'
import { nextOpening } from './opening'
import { decideReach, type FailedCondition, type MatchedGrant, type ReachDecision, type ReachFacts } from './reach'
import { loadRules } from './rules'

/** What someone is about to do on a host; undefined is what isn't asked there. */
export interface ReachQuestion
  extends Pick<ReachFacts, 'login' | 'capability' | 'reason' | 'credential' | 'proofAgeMs'> {
  hostId: string
}

/** Whether this person may do this now, from where they are: {@link decideReach} with the facts as the database has them. */
export async function askReach(
  platform: Platform,
  actor: RemoteActor,
  { hostId, ...question }: ReachQuestion,
): Promise<ReachDecision> {
  const { rules } = await loadRules(platform)
  const [people, places] = await Promise.all([readPeople(platform.db, [actor.id]), readPlaces(platform.db, [hostId])])
  const user = people.get(actor.id) ?? { id: actor.id, role: actor.role, disabled: true, groups: [] }
  const now = Date.now()
  const host = places.get(hostId) ?? bareHost(hostId)
  const place = { clientAddress: actor.clientAddress, secondFactor: !actor.token && (actor.secondFactor ?? false) }
  return decideReach({ user, host, ...question, at: now, hoursAt: now, ...place }, rules)
}

/**
 * How a refusal is told: `no-access` with the condition that failed to whom a grant means; to whom none does, the host isn't
 * there (`not-found`), unless they may see every host anyway.
 */
export function refusalOf(decision: ReachDecision, actor: RemoteActor): GatehouseError {
  if (decision.refusal === 'role-forbids' || decision.refusal === 'user-disabled') {
    return new GatehouseError('not-allowed', { action: 'session.open', reason: decision.refusal })
  }
  const closest = closestOf(decision.matched, mayDo(actor.role, 'host.edit'))
  if (closest) return new GatehouseError('no-access', { condition: closest, ...opensAgain(closest, decision) })
  if (mayDo(actor.role, 'host.edit')) return new GatehouseError('no-access', { condition: 'no-grant' })
  return new GatehouseError('not-found', { what: 'account' })
}

/** The first condition of the grant that is nearest to opening. One that is switched off is nobody's business but an editor's. */
function closestOf(matched: readonly MatchedGrant[], showsDisabled: boolean): FailedCondition | undefined {
  const [nearest] = matched
    .filter(({ failed }) => showsDisabled || !failed.includes('disabled'))
    // Of what is equally near, what can be asked for comes first: that is what they can do about it.
    .toSorted((a, b) => a.failed.length - b.failed.length || Number(isAskable(b)) - Number(isAskable(a)))
  return nearest?.failed[0]
}

function isAskable({ failed }: MatchedGrant): boolean {
  return failed[0] === 'approval-missing'
}

/** When the hours of one of the grants begin again, for a refusal outside of them: Unix ms. */
function opensAgain(condition: FailedCondition, { matched }: ReachDecision): { opensAt?: number } {
  if (condition !== 'outside-hours') return {}
  const moments = matched
    .filter(({ failed }) => failed.length === 1 && failed[0] === condition)
    .flatMap(({ grant: { conditions } }) =>
      conditions.schedule ? (nextOpening(conditions.schedule, Date.now()) ?? []) : [],
    )
  return moments.length > 0 ? { opensAt: Math.min(...moments) } : {}
}

/** The grants behind a decision, for the audit log: those that opened it, or what each lacked. */
export function grantsDetail({ allowed, matched }: ReachDecision): Json {
  const shown = allowed ? matched.filter(({ failed }) => failed.length === 0) : matched
  return shown.slice(0, 20).map(({ grant, failed }) => ({
    id: grant.id,
    name: grant.name,
    ...(allowed ? {} : { failed: [...failed] }),
  }))
}
