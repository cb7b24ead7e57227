import { describe, expect, it } from 'vitest'
import { type Actor, systemActor, type TokenActor, type UserActor } from '../actor'
import { builtInRole } from './built-in-roles'
import { type AccessPolicy, decide, requireAllowed, requirePermitted, scopesOfRole } from './decide'
import { actions, type BuiltInRole, builtInRoles, sensitiveActions } from './roles'
import { type Scope, scopeActions, scopes } from './scopes'

const open: AccessPolicy = {
  quickConnect: 'operators',
  acceptHostKeys: 'operators',
  stepUpMs: 0,
  stepUpReading: false,
  personalCredentials: true,
}
const strict: AccessPolicy = {
  quickConnect: 'administrators',
  acceptHostKeys: 'administrators',
  stepUpMs: 60_000,
  stepUpReading: false,
  personalCredentials: true,
}
const as = (role: BuiltInRole): UserActor => ({
  kind: 'user',
  id: 'u',
  name: 'u',
  role: builtInRole(role),
  webSessionId: 'w',
  provenAt: 0,
  clientAddress: '192.0.2.1',
})
const token = (role: BuiltInRole, held: readonly Scope[]): TokenActor => ({
  kind: 'user',
  id: 'u',
  name: 'u',
  role: builtInRole(role),
  clientAddress: '192.0.2.1',
  token: { id: 't', kind: 'personal', name: 't', scopes: held },
})
const allowedTo = (actor: Actor, policy: AccessPolicy) =>
  actions.filter((action) => decide(actor, action, policy).allowed)

describe('who may do what', () => {
  it('lets administrators do all', () => {
    expect(allowedTo(as('administrator'), strict)).toEqual([...actions])
  })

  it('lets operators see hosts, connect and see what is their own', () => {
    const always = [
      'host.list',
      'session.open',
      'session.view-own',
      'session.end-own',
      'recording.view',
      'request.ask',
      'snippet.view',
      'snippet.edit-own',
      'token.make-own',
      'credential.edit-own',
    ]
    expect(allowedTo(as('operator'), strict).toSorted()).toEqual(always.toSorted())
    expect(allowedTo(as('operator'), open).toSorted()).toEqual(
      [...always, 'session.quick-connect', 'host-key.accept'].toSorted(),
    )
  })

  it('lets auditors review, and open no shell whatever the settings', () => {
    for (const policy of [open, strict]) {
      const allowed = allowedTo(as('auditor'), policy)
      expect(allowed.toSorted()).toEqual(
        [
          'session.view-all',
          'session.view-own',
          'session.export',
          'recording.view',
          'audit.view',
          'audit.export',
          'group.list',
          'host-group.list',
          'role.list',
          'snippet.view',
          'grant.list',
          'request.view-all',
          'request.review',
          'snippet.edit-own',
          'token.make-own',
        ].toSorted(),
      )
    }
  })

  it('lets personal credentials be off for everybody', () => {
    for (const role of builtInRoles) {
      const off = decide(as(role), 'credential.edit-own', { ...open, personalCredentials: false })
      expect(off).toEqual({ allowed: false, reason: role === 'auditor' ? 'role-forbids' : 'setting-forbids' })
    }
  })

  it('lets quick connect be off for everybody', () => {
    for (const role of builtInRoles) {
      expect(decide(as(role), 'session.quick-connect', { ...open, quickConnect: 'off' }).allowed).toBe(false)
    }
  })

  it('lets no one do anything who has not signed in, and the console do all', () => {
    const anonymous: Actor = { kind: 'anonymous', name: 'ann', clientAddress: '192.0.2.1' }
    expect(allowedTo(anonymous, open)).toEqual([])
    expect(allowedTo({ kind: 'console', name: 'root' }, strict)).toEqual([...actions])
    expect(allowedTo(systemActor, strict)).toEqual([...actions])
    expect(() => requireAllowed(anonymous, 'host.list', open)).toThrow('not-signed-in')
    expect(() => requireAllowed(as('auditor'), 'session.open', open)).toThrow('not-allowed')
  })

  it('lets a token do what both its role and its scopes allow, and never more than its role', () => {
    for (const role of builtInRoles) {
      const whole = allowedTo(as(role), open)
      for (const scope of scopes) {
        const expected = whole.filter((action) => scopeActions(scope).includes(action))
        expect(allowedTo(token(role, [scope]), open), `${role} with ${scope}`).toEqual(expected)
        expect(scopesOfRole(builtInRole(role)).includes(scope)).toBe(expected.length > 0)
      }
      expect(allowedTo(token(role, []), open)).toEqual([])
    }
    expect(decide(token('administrator', ['hosts:read']), 'audit.export', open).reason).toBe('scope-forbids')
    expect(decide(token('operator', ['audit:read']), 'audit.export', open).reason).toBe('role-forbids')
  })

  it('lets no token, with all scopes there are, change, open or end anything', () => {
    const reads = new Set(scopes.flatMap((scope) => scopeActions(scope)))
    expect([...reads].toSorted()).toEqual(
      [
        'host.list',
        'session.view-own',
        'session.view-all',
        'session.export',
        'recording.view',
        'snippet.view',
        'audit.view',
        'audit.export',
        'user.list',
      ].toSorted(),
    )
    expect(new Set(allowedTo(token('administrator', scopes), open))).toEqual(reads)
  })
})

describe('a sensitive action', () => {
  const proven = (age: number) => ({ ...as('administrator'), provenAt: Date.now() - age })

  it.each([...sensitiveActions])('%s asks for a proof that is recent', (action) => {
    expect(() => requireAllowed(proven(120_000), action, strict)).toThrow('step-up-required')
    requireAllowed(proven(1000), action, strict)
    requireAllowed(proven(120_000), action, open)
    requirePermitted(proven(120_000), action, strict)
    requireAllowed({ kind: 'console', name: 'root' }, action, strict)
  })

  it('asks a token for nothing but its scope', () => {
    requireAllowed(token('auditor', ['audit:read']), 'audit.export', strict)
    expect(() => requireAllowed(token('auditor', ['hosts:read']), 'audit.export', strict)).toThrow('not-allowed')
  })

  it('takes an age that is not known for too old', () => {
    expect(() => requireAllowed({ ...as('auditor'), provenAt: Number.NaN }, 'audit.export', strict)).toThrow(
      'step-up-required',
    )
  })

  it('asks those for nothing who may not do it', () => {
    expect(() => requireAllowed({ ...as('operator'), provenAt: 0 }, 'user.edit', strict)).toThrow('not-allowed')
  })

  it('is an exception', () => {
    const others = actions.filter((action) => !sensitiveActions.has(action))
    expect(others.length).toBeGreaterThan(sensitiveActions.size)
    for (const action of others) requireAllowed(proven(120_000), action, strict)
  })
})
