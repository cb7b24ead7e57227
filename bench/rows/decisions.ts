import { builtInRole } from '@/core/access/built-in-roles'
import type { Grant } from '@/core/access/grant'
import { decideReach, type ReachFacts } from '@/core/access/reach'
import { indexGrants } from '@/core/access/rule-index'
import { parseTagExpression } from '@/core/access/tag-expression'
import { parseRanges } from '@/core/inventory/ranges'
import { median } from '../stats'
import type { Row } from './row'

const counts = { hosts: 10_000, users: 1000, grants: 5000, groups: 50, hostGroups: 100 }
const roles = ['web', 'db', 'cache', 'queue', 'build']
const places = ['eu', 'us', 'ap']

/** How many times a second one core answers who reaches what. No server takes part: it is the pure function. */
export const decisions: Row = {
  name: 'decisions',
  async measure(_, options) {
    const rules = indexGrants(Array.from({ length: counts.grants }, (_unused, n) => grantOf(n)))
    const asked = Array.from({ length: 10_000 }, (_unused, n) => factsOf(n))
    const rates: number[] = []
    let allowed = 0
    for (let run = 0; run < options.runs + 1; run++) {
      const seconds = options.quick ? 1 : 3
      const begun = performance.now()
      let answered = 0
      while (performance.now() - begun < seconds * 1000) {
        for (let n = 0; n < 500; n++) {
          const facts = asked[(answered + n) % asked.length]
          if (facts && decideReach(facts, rules).allowed) allowed += 1
        }
        answered += 500
      }
      // The first run warms up.
      if (run > 0) rates.push(answered / ((performance.now() - begun) / 1000))
    }
    if (allowed === 0) throw new Error('nothing was allowed: the world of the row is wrong')
    const rate = median(rates)
    return [
      {
        figure: `decisions on one core, ${counts.hosts} hosts, ${counts.users} users, ${counts.grants} grants`,
        gatehouse: `${Math.round(rate / 1000)} thousand a second`,
        result: `${(1e6 / rate).toFixed(1)} µs each`,
        target: '≥ 100 thousand a second',
        met: rate >= 100_000,
      },
    ]
  },
}

/** Numbers that look random and are the same each time. */
function mixed(n: number): number {
  const product = Math.imul(n ^ 0x9e3779b9, 0x85ebca6b)
  return (product ^ (product >>> 13)) >>> 0
}

/** Of ten grants four are for a person, five for a group, one for everyone; half name hosts, half tags, a third groups of hosts too; some have conditions. */
function grantOf(n: number): Grant {
  const kind = n % 10
  const tag = `${roles[n % roles.length]} and ${places[n % places.length]} and not legacy${n % 7}`
  return {
    id: `grant-${n}`,
    name: `grant ${n}`,
    subjects: {
      everyone: kind === 9 && n % 100 === 9,
      userIds: kind < 4 ? [`user-${mixed(n) % counts.users}`] : [],
      groupIds: kind >= 4 ? [`group-${mixed(n) % counts.groups}`] : [],
    },
    hosts: {
      all: n % 500 === 0,
      ids: n % 2 ? Array.from({ length: 20 }, (_, k) => `host-${mixed(n * 20 + k) % counts.hosts}`) : [],
      groupIds: n % 3 ? [] : [`rack-${mixed(n * 3) % counts.hostGroups}`, `site-${mixed(n * 5) % counts.hostGroups}`],
      tags: n % 2 ? null : parseTagExpression(tag),
    },
    logins: n % 3 ? [] : ['deploy', 'app*'],
    capabilities: ['shell', 'file-read'],
    conditions: {
      disabled: n % 50 === 1,
      validFrom: null,
      validUntil: n % 4 ? null : Date.now() + 86_400_000,
      schedule:
        n % 5
          ? null
          : { timeZone: 'Europe/Berlin', windows: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '23:59' }] },
      networks: n % 6 ? [] : parseRanges(['192.0.2.0/24', '2001:db8::/32']),
      requiresSecondFactor: n % 8 === 0,
      requiresReason: false,
      credentials: 'any',
      proofMs: null,
      approvals: 0,
      breakGlass: false,
    },
    basisId: null,
  }
}

function factsOf(n: number): ReachFacts {
  const host = mixed(n * 7) % counts.hosts
  const user = mixed(n * 13) % counts.users
  const now = Date.now()
  return {
    user: {
      id: `user-${user}`,
      role: builtInRole('operator'),
      disabled: false,
      groups: [`group-${user % counts.groups}`, `group-${(user * 7) % counts.groups}`],
    },
    host: {
      id: `host-${host}`,
      tags: [roles[host % 5] ?? '', places[host % 3] ?? '', `legacy${host % 9}`, `rack-${host % 40}`],
      groups: [`rack-${host % counts.hostGroups}`, `site-${(host * 7) % counts.hostGroups}`],
    },
    login: n % 2 ? 'deploy' : 'root',
    capability: 'shell',
    at: now,
    hoursAt: now,
    clientAddress: n % 3 ? '192.0.2.7' : '203.0.113.9',
    secondFactor: n % 2 === 0,
    reason: null,
    credential: 'shared',
    proofAgeMs: 0,
  }
}
