import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRanges } from '../inventory/ranges'
import { builtInRole } from './built-in-roles'
import { type Grant, namesLogin } from './grant'
import { decideReach, type ReachFacts } from './reach'
import { grantsFor, indexGrants } from './rule-index'
import { matchesTags, parseTagExpression } from './tag-expression'
import { anyFacts, anyWorld, grantWith, noon } from './testing'
import { unknownAtConnecting } from './world'

const facts = (change: Partial<ReachFacts> = {}): ReachFacts => ({
  user: { id: 'ann', role: builtInRole('operator'), disabled: false, groups: ['ops'] },
  host: { id: 'h1', tags: ['prod', 'web'], groups: ['racks'] },
  login: 'root',
  capability: 'shell',
  at: noon,
  hoursAt: noon,
  clientAddress: '192.0.2.10',
  secondFactor: true,
  reason: 'CHG-7',
  credential: 'shared',
  proofAgeMs: 5000,
  ...change,
})
const decide = (grants: Grant[], change: Partial<ReachFacts> = {}) => decideReach(facts(change), indexGrants(grants))
const nobody = { everyone: false, userIds: [], groupIds: [] }
const nowhere = { all: false, ids: [], groupIds: [], tags: null }

describe('who reaches what', () => {
  it('is nobody and nothing without a grant', () => {
    expect(decide([])).toEqual({ allowed: false, possible: false, refusal: 'no-grant', matched: [], until: null })
  })

  it.each<[string, Parameters<typeof grantWith>[0], boolean]>([
    ['everyone on all hosts', {}, true],
    ['them by name', { subjects: { ...nobody, userIds: ['ann'] } }, true],
    ['someone else', { subjects: { ...nobody, userIds: ['ben'] } }, false],
    ['a group of theirs', { subjects: { ...nobody, groupIds: ['ops'] } }, true],
    ['another group', { subjects: { ...nobody, groupIds: ['dev'] } }, false],
    ['nobody', { subjects: nobody }, false],
    ['this host by name', { hosts: { ...nowhere, ids: ['h1'] } }, true],
    ['another host', { hosts: { ...nowhere, ids: ['h2'] } }, false],
    ['a group that it is in', { hosts: { ...nowhere, groupIds: ['racks'] } }, true],
    ['a group that it is not in', { hosts: { ...nowhere, groupIds: ['shops', 'ops'] } }, false],
    ['its tags', { hosts: { ...nowhere, tags: parseTagExpression('prod and not db*') } }, true],
    ['other tags', { hosts: { ...nowhere, tags: parseTagExpression('db*') } }, false],
    ['no host', { hosts: nowhere }, false],
    ['this login', { logins: ['root'] }, true],
    ['logins that begin so', { logins: ['ro*'] }, true],
    ['another login', { logins: ['roo', 'root2', 'Root'] }, false],
    ['another capability', { capabilities: ['file-read'] }, false],
    ['no capability', { capabilities: [] }, false],
  ])('a grant for %s', (_, change, allowed) => {
    expect(decide([grantWith(change)])).toMatchObject({ allowed, refusal: allowed ? null : 'no-grant' })
  })

  it.each<[string, Partial<Grant['conditions']>, Partial<ReachFacts>]>([
    ['disabled', { disabled: true }, {}],
    ['not-yet', { validFrom: noon + 1 }, {}],
    ['expired', { validUntil: noon }, {}],
    ['outside-hours', { schedule: { timeZone: 'UTC', windows: [{ days: [3], from: '13:00', to: '14:00' }] } }, {}],
    ['outside-networks', { networks: parseRanges(['198.51.100.0/24']) }, {}],
    ['second-factor-missing', { requiresSecondFactor: true }, { secondFactor: false }],
    ['reason-missing', { requiresReason: true }, { reason: '  ' }],
    ['shared-credential-required', { credentials: 'shared' }, { credential: 'personal' }],
    ['own-credential-required', { credentials: 'personal' }, { credential: 'shared' }],
    ['proof-missing', { proofMs: 4999 }, {}],
    ['proof-missing', { proofMs: 60_000 }, { proofAgeMs: Number.NaN }],
    ['approval-missing', { approvals: 1 }, {}],
    ['approval-missing', { breakGlass: true }, {}],
  ])('names the condition that failed: %s', (condition, conditions, change) => {
    const decision = decide([grantWith({ conditions })], change)
    expect(decision).toMatchObject({ allowed: false, possible: false, refusal: 'condition', until: null })
    expect(decision.matched.map(({ failed }) => failed)).toEqual([[condition]])
  })

  it.each<[string, Partial<Grant['conditions']>, Partial<ReachFacts>]>([
    ['a shared credential where one is shared', { credentials: 'shared' }, { credential: 'shared' }],
    ['their own where it is their own', { credentials: 'personal' }, { credential: 'personal' }],
    ['either where any will do', { credentials: 'any' }, { credential: undefined }],
    ['a proof that is just young enough', { proofMs: 5000 }, {}],
    ['a proof however old where none is demanded', { proofMs: null }, { proofAgeMs: Number.POSITIVE_INFINITY }],
  ])('takes %s', (_, conditions, change) => {
    expect(decide([grantWith({ conditions })], change)).toMatchObject({ allowed: true })
  })

  it('asks the role and whether they may sign in at all', () => {
    const user = facts().user
    expect(decide([grantWith()], { user: { ...user, role: builtInRole('auditor') } })).toMatchObject({
      allowed: false,
      refusal: 'role-forbids',
    })
    expect(decide([grantWith()], { user: { ...user, disabled: true } })).toMatchObject({
      allowed: false,
      refusal: 'user-disabled',
    })
    expect(decide([], { user: { ...user, role: builtInRole('administrator') } })).toMatchObject({
      allowed: false,
      refusal: 'no-grant',
    })
  })

  it('takes what it was not told for unexamined, and never for met', () => {
    const conditions = {
      schedule: { timeZone: 'UTC', windows: [{ days: [1], from: '13:00', to: '14:00' }] },
      networks: parseRanges(['198.51.100.0/24']),
      requiresSecondFactor: true,
      requiresReason: true,
      credentials: 'personal',
      proofMs: 60_000,
    } as const
    const decision = decide([grantWith({ conditions })], unknownAtConnecting)
    expect(decision).toMatchObject({ allowed: false, possible: true, refusal: null })
    expect(decision.matched[0]?.unexamined).toEqual([
      'hours',
      'networks',
      'second-factor',
      'reason',
      'credential',
      'proof',
    ])
  })

  it('lasts until the last of the grants ends, and on where another goes on', () => {
    const until = (validUntil: number | null, validFrom: number | null = null) =>
      grantWith({ id: `${validFrom}-${validUntil}`, conditions: { validFrom, validUntil } })
    expect(decide([until(noon + 5), until(noon + 9)]).until).toBe(noon + 9)
    expect(decide([until(noon + 5), until(null)]).until).toBeNull()
    expect(decide([until(noon + 5), until(noon + 20, noon + 5)]).until).toBe(noon + 20)
    expect(decide([until(noon + 5), until(noon + 20, noon + 6)]).until).toBe(noon + 5)
    expect(decide([until(noon + 5), until(null, noon + 5)]).until).toBeNull()
    const shift = grantWith({
      conditions: {
        validUntil: noon + 86_400_000,
        schedule: { timeZone: 'UTC', windows: [{ days: [3], from: '09:00', to: '12:30' }] },
      },
    })
    expect(decide([shift]).until).toBe(noon + 30 * 60_000)
    expect(decide([shift], { hoursAt: undefined }).until).toBe(noon + 86_400_000)
  })
})

describe('what was approved', () => {
  const basis = (conditions: Partial<Grant['conditions']> = {}, change: Parameters<typeof grantWith>[0] = {}) =>
    grantWith({ id: 'basis', ...change, conditions: { approvals: 1, ...conditions } })
  const approved = (validUntil: number | null = noon + 60) =>
    grantWith({ id: 'given', basisId: 'basis', conditions: { validUntil } })

  it('opens what was asked under, until its end, without asking for the reason again', () => {
    const decision = decide([basis({ requiresReason: true }), approved()], { reason: null })
    expect(decision).toMatchObject({ allowed: true, until: noon + 60 })
    expect(decide([basis({ validUntil: noon + 5 }), approved()]).until).toBe(noon + 5)
    expect(decide([basis(), approved()], { at: noon + 60 }).allowed).toBe(false)
  })

  it.each<[string, Grant[]]>([
    ['gone', []],
    ['disabled', [basis({ disabled: true })]],
    ['over', [basis({ validUntil: noon })]],
    ['for others now', [basis({}, { subjects: { ...nobody, userIds: ['ben'] } })]],
    ['for other hosts now', [basis({}, { hosts: { ...nowhere, ids: ['h2'] } })]],
    ['for other logins now', [basis({}, { logins: ['deploy'] })]],
    ['for another network now', [basis({ networks: parseRanges(['198.51.100.0/24']) })]],
    ['what was approved itself', [{ ...basis(), basisId: 'given' }]],
  ])('opens nothing when the grant that was asked under is %s', (_, grants) => {
    expect(decide([...grants, approved()])).toMatchObject({ allowed: false, possible: false })
  })
})

describe('in any world', () => {
  const world = anyWorld
  const holds = (check: (grants: Grant[], asked: ReachFacts) => void) =>
    fc.assert(fc.property(world, anyFacts, check), { numRuns: 4000 })

  it('taking a grant away never widens access', () => {
    fc.assert(
      fc.property(world, anyFacts, fc.nat(), (grants, asked, which) => {
        const fewer = grants.filter((_, index) => index !== which % Math.max(1, grants.length))
        if (decideReach(asked, indexGrants(fewer)).allowed)
          expect(decideReach(asked, indexGrants(grants)).allowed).toBe(true)
      }),
      { numRuns: 4000 },
    )
  })

  it('what is expired, disabled or for a disabled person opens nothing', () => {
    holds((grants, asked) => {
      const over = grants.map((grant) => ({ ...grant, conditions: { ...grant.conditions, validUntil: asked.at } }))
      const off = grants.map((grant) => ({ ...grant, conditions: { ...grant.conditions, disabled: true } }))
      expect(decideReach(asked, indexGrants(over)).possible).toBe(false)
      expect(decideReach(asked, indexGrants(off)).possible).toBe(false)
      const gone = { ...asked, user: { ...asked.user, disabled: true } }
      expect(decideReach(gone, indexGrants(grants)).possible).toBe(false)
    })
  })

  it('what needs an approval opens nothing by itself, and nothing is approved under what is gone', () => {
    holds((grants, asked) => {
      const asking = grants.map((grant) => ({ ...grant, conditions: { ...grant.conditions, approvals: 1 } }))
      expect(decideReach(asked, indexGrants(asking)).possible).toBe(false)
      const derived = grants.map((grant) => ({ ...grant, basisId: 'gone' }))
      expect(decideReach(asked, indexGrants(derived)).possible).toBe(false)
    })
  })

  it('where every grant demands one kind of credential, the other opens nothing', () => {
    holds((grants, asked) => {
      const [wanted, other] =
        asked.credential === 'shared' ? (['shared', 'personal'] as const) : (['personal', 'shared'] as const)
      const demanding = (credentials: Grant['conditions']['credentials']) =>
        indexGrants(grants.map((grant) => ({ ...grant, conditions: { ...grant.conditions, credentials } })))
      expect(decideReach(asked, demanding(other)).possible).toBe(false)
      // What is demanded and met is as good as what isn't demanded.
      expect(decideReach(asked, demanding(wanted)).allowed).toBe(decideReach(asked, demanding('any')).allowed)
    })
  })

  it('a younger proof never narrows access, and none that is older than demanded opens anything', () => {
    holds((grants, asked) => {
      const rules = indexGrants(grants)
      const younger = decideReach({ ...asked, proofAgeMs: 0 }, rules)
      if (decideReach(asked, rules).allowed) expect(younger.allowed).toBe(true)
      const marked = grants.map((grant) => ({ ...grant, conditions: { ...grant.conditions, proofMs: 60_000 } }))
      expect(decideReach({ ...asked, proofAgeMs: 60_001 }, indexGrants(marked)).possible).toBe(false)
    })
  })

  it('what was approved takes the credential and the proof that the grant demands under which it was asked', () => {
    holds((grants, asked) => {
      const strict = { credentials: 'personal', proofMs: 60_000 } as const
      const basis = grants.map((grant) => ({
        ...grant,
        basisId: null,
        conditions: { ...grant.conditions, ...strict, approvals: 1 },
      }))
      const given = basis.map(({ id }) => grantWith({ id: `given ${id}`, basisId: id }))
      const rules = indexGrants([...basis, ...given])
      expect(decideReach({ ...asked, credential: 'shared' }, rules).possible).toBe(false)
      expect(decideReach({ ...asked, proofAgeMs: 60_001 }, rules).possible).toBe(false)
    })
  })

  it('the order of the grants changes no answer', () => {
    holds((grants, asked) => {
      expect(decideReach(asked, indexGrants([...grants].reverse()))).toEqual(decideReach(asked, indexGrants(grants)))
    })
  })

  it('the index finds what looking at each grant finds', () => {
    holds((grants, { user, host }) => {
      const naive = grants.filter(
        ({ subjects, hosts }) =>
          (subjects.everyone ||
            subjects.userIds.includes(user.id) ||
            subjects.groupIds.some((id) => user.groups.includes(id))) &&
          (hosts.all ||
            hosts.ids.includes(host.id) ||
            hosts.groupIds.some((id) => host.groups.includes(id)) ||
            (hosts.tags !== null && matchesTags(hosts.tags, host.tags))),
      )
      expect(grantsFor(indexGrants(grants), user, host).map(({ id }) => id)).toEqual(naive.map(({ id }) => id).sort())
    })
  })

  it('it is allowed exactly where some grant means all of it and no condition stands in the way', () => {
    holds((grants, asked) => {
      const decision = decideReach(asked, indexGrants(grants))
      const open = decision.matched.filter(({ failed, grant }) => {
        expect(namesLogin(grant.logins, asked.login)).toBe(true)
        return failed.length === 0
      })
      const mayConnect = !asked.user.disabled && asked.user.role.key !== 'auditor'
      expect(decision.allowed).toBe(mayConnect && open.length > 0)
      expect(decision.possible).toBe(decision.allowed)
    })
  })

  it('it stays allowed up to its end, and is not at it', () => {
    holds((grants, asked) => {
      const rules = indexGrants(grants)
      const { allowed, until } = decideReach(asked, rules)
      if (!allowed || until === null) return
      expect(until).toBeGreaterThan(asked.at)
      expect(decideReach({ ...asked, at: until - 1, hoursAt: until - 1 }, rules).allowed).toBe(true)
      expect(decideReach({ ...asked, at: until, hoursAt: until }, rules).allowed).toBe(false)
    })
  })

  it('knowing less never allows, and never hides what may be possible', () => {
    fc.assert(
      fc.property(
        world,
        anyFacts,
        fc.subarray(['hoursAt', 'clientAddress', 'secondFactor', 'reason', 'credential', 'proofAgeMs'] as const),
        (grants, asked, hidden) => {
          const rules = indexGrants(grants)
          const known = decideReach(asked, rules)
          const guessed = decideReach(
            { ...asked, ...Object.fromEntries(hidden.map((name) => [name, undefined])) },
            rules,
          )
          if (guessed.allowed) expect(known.allowed).toBe(true)
          if (known.allowed) expect(guessed.possible).toBe(true)
        },
      ),
      { numRuns: 4000 },
    )
  })
})
