import type { Actor } from '../actor'
import { GatehouseError } from '../errors'
import { formatRange } from '../inventory/ranges'
import type { Platform } from '../platform'
import type { Capability } from './capabilities'
import type { CredentialRule } from './credential-rule'
import { requireAllowed } from './decide'
import { type PersonFacts, personSelect, personsOf, readPeople } from './facts'
import { namesLogin } from './grant'
import type { Named } from './grant-reads'
import { decideReach, type FailedCondition, type MatchedGrant, type OpenCondition, type ReachDecision } from './reach'
import { labelOf, type RoleLabel } from './roles'
import { loadRules } from './rules'
import type { Schedule } from './schedule'
import { inPages, type ReachableHost, readHosts, unknownAtConnecting } from './world'

/** How many people or hosts an explanation lists; what is beyond is counted. */
export const mostExplained = 500

/** What one grant opens to one person on one host, or what stands in its way. */
export interface ReachByGrant {
  grant: Named
  /** Why it means this person: it means everyone, names them, or names these groups of theirs. */
  via: { everyone: boolean; user: boolean; groups: Named[] }
  capabilities: readonly Capability[]
  /** As the grant says it; empty: every login. */
  logins: readonly string[]
  /** The host's accounts among them. */
  accounts: string[]
  /** Empty: nothing stands in its way now. */
  failed: readonly FailedCondition[]
  /** What is asked at connecting. */
  unexamined: readonly OpenCondition[]
  validFrom: number | null
  /** Unix ms; null: without end. */
  validUntil: number | null
  schedule: Schedule | null
  networks: string[]
  credentials: CredentialRule
  /** Milliseconds; null: however old. */
  proofMs: number | null
}

/** What the decision says of one person and one host, before anyone connects. */
export interface Reach {
  /** Whether it may be opened, if what is asked at connecting is met. */
  reachable: boolean
  refusal: ReachDecision['refusal']
  /** Until when (Unix ms); null: without end. */
  until: number | null
  by: ReachByGrant[]
}

/** One page of an answer: those who reach first, then those in whose way something stands. */
export interface Explanation<Row> {
  rows: Row[]
  reachable: number
  /** Meant by a grant, and yet kept out. */
  blocked: number
}

export interface PersonReach extends Reach {
  user: Named & { role: RoleLabel; disabled: boolean }
}

export interface HostReach extends Reach {
  host: Named & { address: string; port: number }
}

/** Who can reach this host, as whom, until when, and why. Throws `not-allowed`, `not-found`. */
export async function whoCanReach(platform: Platform, actor: Actor, hostId: string): Promise<Explanation<PersonReach>> {
  requireAllowed(actor, 'grant.list', platform.config.access)
  const explainer = await Explainer.over(platform)
  const [host] = await readHosts(platform.db, { id: hostId }, '', 1)
  if (!host) throw new GatehouseError('not-found', { what: 'host' })
  const rows: PersonReach[] = []
  const people = inPages(async (after, take) => {
    const where = { id: { gt: after } }
    const page = await platform.db.user.findMany({ where, select: personSelect, orderBy: { id: 'asc' }, take })
    return personsOf(platform.db, page)
  })
  for await (const facts of people) {
    const reach = explainer.explain(facts, host)
    const { id, name, role, disabled } = facts
    if (reach) rows.push({ user: { id, name, role: labelOf(role), disabled }, ...reach })
  }
  return explanationOf(rows, ({ user }) => user.name)
}

/** What this person can reach, as whom, until when, and why. Throws `not-allowed`, `not-found`. */
export async function whatCanReach(platform: Platform, actor: Actor, userId: string): Promise<Explanation<HostReach>> {
  requireAllowed(actor, 'grant.list', platform.config.access)
  const explainer = await Explainer.over(platform)
  const person = (await readPeople(platform.db, [userId])).get(userId)
  if (!person) throw new GatehouseError('not-found', { what: 'user' })
  const rows: HostReach[] = []
  for await (const host of inPages((after, take) => readHosts(platform.db, {}, after, take))) {
    const reach = explainer.explain(person, host)
    const { id, name, address, port } = host
    if (reach) rows.push({ host: { id, name, address, port }, ...reach })
  }
  return explanationOf(rows, ({ host }) => host.name)
}

/** Asks the decision about people and hosts as they are now, and puts its answer into words of the inventory. */
class Explainer {
  private constructor(
    private readonly rules: Awaited<ReturnType<typeof loadRules>>['rules'],
    private readonly groupNames: ReadonlyMap<string, string>,
    private readonly now: number,
  ) {}

  static async over(platform: Platform): Promise<Explainer> {
    const { rules } = await loadRules(platform)
    const groups = await platform.db.userGroup.findMany({ select: { id: true, name: true } })
    return new Explainer(rules, new Map(groups.map(({ id, name }) => [id, name])), Date.now())
  }

  /** Undefined when no grant means the two. */
  explain(user: PersonFacts, host: ReachableHost): Reach | undefined {
    const facts = { user, host, login: null, capability: null, at: this.now, ...unknownAtConnecting }
    const { possible, refusal, until, matched } = decideReach(facts, this.rules)
    if (matched.length === 0) return undefined
    return { reachable: possible, refusal, until, by: matched.map((match) => this.byGrant(match, user, host)) }
  }

  private byGrant({ grant, failed, unexamined }: MatchedGrant, user: PersonFacts, host: ReachableHost): ReachByGrant {
    const { subjects, logins, conditions } = grant
    const groups = user.groups.filter((id) => subjects.groupIds.includes(id))
    return {
      grant: { id: grant.id, name: grant.name },
      via: {
        everyone: subjects.everyone,
        user: subjects.userIds.includes(user.id),
        groups: groups.map((id) => ({ id, name: this.groupNames.get(id) ?? '' })),
      },
      capabilities: grant.capabilities,
      logins,
      accounts: host.logins.filter((login) => namesLogin(logins, login)),
      failed,
      unexamined,
      validFrom: conditions.validFrom,
      validUntil: conditions.validUntil,
      schedule: conditions.schedule,
      networks: conditions.networks.map(formatRange),
      credentials: conditions.credentials,
      proofMs: conditions.proofMs,
    }
  }
}

function explanationOf<Row extends Reach>(rows: Row[], nameOf: (row: Row) => string): Explanation<Row> {
  const sorted = rows.sort((a, b) => Number(b.reachable) - Number(a.reachable) || nameOf(a).localeCompare(nameOf(b)))
  const reachable = rows.filter((row) => row.reachable).length
  return { rows: sorted.slice(0, mostExplained), reachable, blocked: rows.length - reachable }
}
