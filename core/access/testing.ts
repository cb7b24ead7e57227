import fc from 'fast-check'
import { parseRanges } from '../inventory/ranges'
import { builtInRole } from './built-in-roles'
import { capabilities } from './capabilities'
import { credentialOrigins, credentialRules } from './credential-rule'
import type { Grant } from './grant'
import type { ReachFacts } from './reach'
import { builtInRoles } from './roles'
import type { Schedule } from './schedule'
import { parseTagExpression } from './tag-expression'

/** A moment in the middle of the worlds that are made up here: a Wednesday. */
export const noon = Date.parse('2026-11-25T12:00:00Z')

/** A grant of shells to everyone on all hosts; `change` says what is different. */
export function grantWith(
  change: Partial<Omit<Grant, 'conditions'>> & { conditions?: Partial<Grant['conditions']> } = {},
): Grant {
  const { conditions, ...rest } = change
  return {
    id: 'g',
    name: 'g',
    subjects: { everyone: true, userIds: [], groupIds: [] },
    hosts: { all: true, ids: [], groupIds: [], tags: null },
    logins: [],
    capabilities: ['shell'],
    basisId: null,
    ...rest,
    conditions: {
      disabled: false,
      validFrom: null,
      validUntil: null,
      schedule: null,
      networks: [],
      requiresSecondFactor: false,
      requiresReason: false,
      credentials: 'any',
      proofMs: null,
      approvals: 0,
      breakGlass: false,
      ...conditions,
    },
  }
}

const people = ['ann', 'ben', 'cy']
const groups = ['ops', 'dev']
const hosts = ['h1', 'h2', 'h3']
const hostGroups = ['racks', 'shops']
const tags = ['prod', 'web', 'db1', 'db2']
const logins = ['root', 'deploy', 'deploy-eu']
const minute = 60_000
const hour = 60 * minute
const moments = [-48, -1, 0, 1, 48].map((hours) => noon + hours * hour)

const schedules: fc.Arbitrary<Schedule> = fc.record({
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu'),
  windows: fc.array(
    fc.record({
      days: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
      from: fc.constantFrom('00:00', '09:00', '12:30', '22:00'),
      to: fc.constantFrom('06:00', '12:00', '17:45', '24:00'),
    }),
    { minLength: 1, maxLength: 2 },
  ),
})

/** Any grant over a few people, groups, hosts, groups of hosts, tags and logins, so that many of them meet. */
export const anyGrant: fc.Arbitrary<Grant> = fc.record({
  id: fc.uuid(),
  name: fc.constant('grant'),
  subjects: fc.record({
    everyone: often(false),
    userIds: fc.subarray(people),
    groupIds: fc.subarray(groups),
  }),
  hosts: fc.record({
    all: often(false),
    ids: fc.subarray(hosts),
    groupIds: fc.subarray(hostGroups),
    tags: fc
      .constantFrom(null, 'prod', 'db*', 'not prod', 'web and not db1')
      .map((text) => (text ? parseTagExpression(text) : null)),
  }),
  logins: fc.constantFrom<string[]>([], ['root'], ['deploy*'], ['root', 'deploy']),
  capabilities: fc.subarray([...capabilities]),
  conditions: fc.record({
    disabled: often(false),
    validFrom: fc.option(fc.constantFrom(...moments)),
    validUntil: fc.option(fc.constantFrom(...moments)),
    schedule: fc.option(schedules),
    networks: fc
      .constantFrom(['192.0.2.0/24'], [], [], ['2001:db8::/32', '198.51.100.7/32'])
      .map((list) => parseRanges(list)),
    requiresSecondFactor: often(false),
    requiresReason: often(false),
    credentials: fc.constantFrom('any', 'any', 'any', ...credentialRules),
    proofMs: fc.constantFrom(null, null, null, null, 5 * minute, hour),
    approvals: fc.constantFrom(0, 0, 0, 0, 1, 2),
    breakGlass: often(false),
  }),
  basisId: fc.constant(null),
})

/** Any few grants, some of them from requests that were approved under another of them, or under one that is gone. */
export const anyWorld: fc.Arbitrary<Grant[]> = fc
  .array(fc.tuple(anyGrant, fc.option(fc.nat({ max: 15 }), { freq: 2 })), { maxLength: 12 })
  .map((list) => list.map(([grant, basis]) => ({ ...grant, basisId: basis === null ? null : basisOf(list, basis) })))

function basisOf(list: [Grant, number | null][], basis: number): string {
  return list[basis]?.[0].id ?? 'gone'
}

/** Any question that enforcement asks: everything is known. */
export const anyFacts: fc.Arbitrary<ReachFacts> = fc
  .record({
    user: fc.record({
      id: fc.constantFrom(...people),
      role: fc
        .oneof({ weight: 4, arbitrary: fc.constant('operator' as const) }, fc.constantFrom(...builtInRoles))
        .map(builtInRole),
      disabled: often(false),
      groups: fc.subarray(groups),
    }),
    host: fc.record({
      id: fc.constantFrom(...hosts),
      tags: fc.subarray(tags),
      groups: fc.subarray(hostGroups),
    }),
    login: fc.constantFrom(null, ...logins),
    capability: fc.constantFrom(null, ...capabilities),
    at: fc.oneof(fc.constantFrom(...moments), fc.integer({ min: noon - 200 * hour, max: noon + 200 * hour })),
    clientAddress: fc.constantFrom('192.0.2.10', '198.51.100.7', '203.0.113.1', '2001:db8::5', 'unknown'),
    secondFactor: fc.boolean(),
    reason: fc.constantFrom(null, 'CHG-7'),
    credential: fc.constantFrom(...credentialOrigins),
    proofAgeMs: fc.constantFrom(0, 5 * minute, 5 * minute + 1, hour, Number.POSITIVE_INFINITY, Number.NaN),
  })
  .map((facts) => ({ ...facts, hoursAt: facts.at }))

function often(value: boolean): fc.Arbitrary<boolean> {
  return fc.oneof({ weight: 4, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: fc.constant(!value) })
}
