import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Actor, UserActor } from '../actor'
import { systemActor } from '../actor'
import { builtInRole } from './built-in-roles'
import { permissionGroups } from './permission-groups'
import { actions, builtInRoles, type Role } from './roles'
import { isWithin, requireWithin } from './within'

const custom = (permissions: Role['permissions'], key = 'r'): Role => ({
  key,
  name: key,
  permissions,
  secondFactor: false,
})
const as = (role: Role): UserActor => ({
  kind: 'user',
  id: 'u',
  name: 'u',
  role,
  webSessionId: 'w',
  provenAt: 0,
  clientAddress: '192.0.2.1',
})
const anyPermissions = fc.subarray([...actions])

describe('a role that someone may give', () => {
  it('permits nothing beyond their own', () => {
    fc.assert(
      fc.property(anyPermissions, anyPermissions, (own, wanted) => {
        expect(isWithin(as(custom(own)), custom(wanted))).toBe(wanted.every((action) => own.includes(action)))
      }),
    )
  })

  it('hands nothing on through others: who may give to a giver may give what that one may', () => {
    fc.assert(
      fc.property(anyPermissions, anyPermissions, anyPermissions, (first, second, third) => {
        const chain = isWithin(as(custom(first)), custom(second)) && isWithin(as(custom(second)), custom(third))
        if (chain) expect(isWithin(as(custom(first)), custom(third))).toBe(true)
      }),
    )
  })

  it('is never the administrators’, whatever one’s own permits, but for an administrator and the console', () => {
    const administrator = builtInRole('administrator')
    expect(isWithin(as(custom(actions)), administrator)).toBe(false)
    expect(() => requireWithin(as(custom(actions)), administrator)).toThrow('beyond-own-role')
    const nobody: Actor = { kind: 'anonymous', name: '', clientAddress: '' }
    expect(isWithin(nobody, custom(['host.list']))).toBe(false)
    for (const all of [as(administrator), systemActor, { kind: 'console', name: 'root' } as const]) {
      for (const role of [...builtInRoles.map(builtInRole), custom(actions)]) expect(isWithin(all, role)).toBe(true)
    }
  })
})

it('each permission stands in one group, and the administrators have all of them', () => {
  expect(Object.values(permissionGroups).flat().toSorted()).toEqual([...actions].toSorted())
  expect(builtInRole('administrator').permissions).toEqual(actions)
})
