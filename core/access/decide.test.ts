import { describe, expect, it } from 'vitest'
import { type Actor, systemActor, type UserActor } from '../actor'
import { type AccessPolicy, decide, requireAllowed } from './decide'
import { actions, type Role, roles } from './roles'

const open: AccessPolicy = { quickConnect: 'operators', acceptHostKeys: 'operators' }
const strict: AccessPolicy = { quickConnect: 'administrators', acceptHostKeys: 'administrators' }
const as = (role: Role): UserActor => ({
  kind: 'user',
  id: 'u',
  name: 'u',
  role,
  webSessionId: 'w',
  clientAddress: '192.0.2.1',
})
const allowedTo = (actor: Actor, policy: AccessPolicy) =>
  actions.filter((action) => decide(actor, action, policy).allowed)

describe('who may do what', () => {
  it('lets administrators do all', () => {
    expect(allowedTo(as('administrator'), strict)).toEqual([...actions])
  })

  it('lets operators see hosts, connect and see what is their own', () => {
    const always = ['host.list', 'session.open', 'session.view-own', 'session.end-own', 'snippet.edit-own']
    expect(allowedTo(as('operator'), strict)).toEqual(always)
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
          'audit.view',
          'audit.export',
          'group.list',
          'grant.list',
          'snippet.edit-own',
        ].toSorted(),
      )
    }
  })

  it('lets quick connect be off for everybody', () => {
    for (const role of roles) {
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
})
