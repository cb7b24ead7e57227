import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readRole } from '../access/role-rows'
import { type Action, actions } from '../access/roles'
import { systemActor, type UserActor } from '../actor'
import { toGatehouseError } from '../errors'
import { addTestUser, describeEachDatabase, type TestPlatform } from '../testing/platform'
import { createServiceToken, revokeToken } from './api-tokens'
import { resetFactor } from './recover'
import { createRole, deleteRole, updateRole } from './roles'
import { newPasswordLink } from './user-passwords'
import { changeRole, createUser, deleteUser, disableUser, enableUser } from './users'

/** What makes the calls of a chain worth making. */
const levers = ['user.edit', 'role.edit', 'token.manage'] as const satisfies readonly Action[]
/** Much for whoever is there at first, little to hand on: so many calls of a chain are allowed, and many aren't. */
const many = fc.subarray([...actions], { minLength: 12 })
const few = fc.subarray([...actions], { maxLength: 2 })
/** A number that picks one of however many there are by then. */
const pick = fc.nat(1000)

const anyCall = fc.oneof(
  fc.record({ kind: fc.constant('createRole' as const), permissions: few }),
  fc.record({ kind: fc.constant('updateRole' as const), role: pick, permissions: few }),
  fc.record({ kind: fc.constant('deleteRole' as const), role: pick }),
  fc.record({ kind: fc.constant('createUser' as const), role: pick }),
  fc.record({ kind: fc.constant('changeRole' as const), user: pick, role: pick }),
  fc.record({ kind: fc.constantFrom('link', 'disable', 'enable', 'delete', 'factor'), user: pick }),
  fc.record({ kind: fc.constant('token' as const), role: pick }),
  fc.record({ kind: fc.constant('revoke' as const), token: pick }),
)
type Call = { by: number; stale: boolean } & (typeof anyCall extends fc.Arbitrary<infer One> ? One : never)
const anyChain: fc.Arbitrary<Call[]> = fc.array(
  fc.tuple(pick, fc.boolean(), anyCall).map(([by, stale, call]) => ({ by, stale, ...call })),
  { minLength: 8, maxLength: 16 },
)

/** People who act together, among others, in a house with roles of every kind. */
class House {
  private readonly began = new Map<string, UserActor>()
  /** The ids of those who act together: whoever they make, and whose password they set, is one of them. */
  readonly colluders: string[] = []

  constructor(private readonly platform: TestPlatform) {}

  async furnish(sets: readonly (readonly Action[])[]): Promise<void> {
    const { db } = this.platform
    await db.apiToken.deleteMany()
    await db.user.deleteMany()
    await db.customRole.deleteMany()
    const admin = await addTestUser(this.platform, 'administrator')
    await db.user.update({ where: { id: admin.id }, data: { passwordHash: 'set' } })
    await addTestUser(this.platform, 'operator')
    await addTestUser(this.platform, 'auditor')
    for (const [n, permissions] of sets.entries()) {
      const { id } = await createRole(this.platform, systemActor, { name: `r${n}`, permissions })
      const person = await addTestUser(this.platform, await readRole(db, id))
      // The first of them is one of the others.
      if (n > 0) this.colluders.push(person.id)
    }
    for (const id of this.colluders) this.began.set(id, await this.actor(id))
  }

  /** Everything that the colluders' roles permit now, and the tokens that were made by them. */
  async held(): Promise<Set<string>> {
    const { db } = this.platform
    const people = await db.user.findMany({ where: { id: { in: this.colluders } }, select: { role: true } })
    const tokens = await db.apiToken.findMany({ where: { userId: { in: this.colluders } }, select: { role: true } })
    const keys = [...people, ...tokens].flatMap(({ role }) => role ?? [])
    const roles = await Promise.all(keys.map((key) => readRole(db, key)))
    return new Set([
      ...roles.flatMap(({ permissions }) => permissions),
      ...keys.filter((key) => key === 'administrator'),
    ])
  }

  async administrators(): Promise<number> {
    return this.platform.db.user.count({ where: { role: 'administrator', disabledAt: null } })
  }

  async run(call: Call): Promise<void> {
    const { platform } = this
    const { db } = platform
    const id = this.colluders[call.by % this.colluders.length] ?? ''
    const actor = (call.stale && this.began.get(id)) || (await this.actor(id))
    const one = <T>(all: T[], n: number) => all[n % all.length] as T
    const roles = ['administrator', 'operator', 'auditor', ...(await db.customRole.findMany()).map((row) => row.id)]
    const users = (await db.user.findMany({ orderBy: { nameKey: 'asc' } })).map((row) => row.id)
    const name = randomUUID()
    switch (call.kind) {
      case 'createRole':
        return void (await createRole(platform, actor, { name, permissions: call.permissions }))
      case 'updateRole':
        return updateRole(platform, actor, one(roles, call.role), { name, permissions: call.permissions })
      case 'deleteRole':
        return deleteRole(platform, actor, one(roles, call.role))
      case 'createUser':
        return void this.colluders.push((await createUser(platform, actor, { name, role: one(roles, call.role) })).id)
      case 'changeRole':
        return changeRole(platform, actor, one(users, call.user), one(roles, call.role))
      case 'token': {
        const input = { name: 't', role: one(roles, call.role), scopes: ['hosts:read'], days: 1 }
        return void (await createServiceToken(platform, actor, input))
      }
      case 'revoke': {
        const tokens = await db.apiToken.findMany()
        return revokeToken(platform, actor, one(tokens, call.token)?.id ?? '')
      }
      default:
        return this.act(call.kind, actor, one(users, call.user))
    }
  }

  private async act(kind: string, actor: UserActor, id: string): Promise<void> {
    const work = { link: newPasswordLink, disable: disableUser, enable: enableUser, delete: deleteUser }
    await (kind === 'factor' ? resetFactor : work[kind as keyof typeof work])(this.platform, actor, id)
    if (kind === 'link' && !this.colluders.includes(id)) this.colluders.push(id)
  }

  private async actor(id: string): Promise<UserActor> {
    const row = await this.platform.db.user.findUnique({ where: { id } })
    return {
      kind: 'user',
      id,
      name: row?.name ?? 'gone',
      role: await readRole(this.platform.db, row?.role ?? 'gone'),
      webSessionId: 'w',
      provenAt: Date.now(),
      clientAddress: '192.0.2.9',
    }
  }
}

const refusals = ['not-allowed', 'beyond-own-role', 'not-found', 'not-signed-in', 'in-use', 'invalid-input']

describeEachDatabase('people who act together', (open, kind) => {
  it('come by no permission that none of them had, by no chain of calls', async () => {
    let done = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(many, { minLength: 3, maxLength: 4 }),
        fc.subarray([...levers], { minLength: 1 }),
        anyChain,
        async (sets, held, calls) => {
          const house = new House(open())
          // Each of them has something to act by; the sets differ.
          await house.furnish(sets.map((set) => [...new Set([...set, ...held])]))
          const atFirst = await house.held()
          for (const call of calls) {
            await house.run(call).then(
              () => {
                done += 1
              },
              (error: unknown) => expect(refusals).toContain(toGatehouseError(error).code),
            )
            for (const permission of await house.held()) expect(atFirst).toContain(permission)
            expect(await house.administrators()).toBe(1)
          }
        },
      ),
      { numRuns: kind === 'sqlite' ? 30 : 10, endOnFailure: true },
    )
    // It isn't that nothing was allowed.
    expect(done).toBeGreaterThan(0)
  })
})
