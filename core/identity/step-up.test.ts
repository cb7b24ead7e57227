import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { ConsoleActor, UserActor } from '../actor'
import { exportAudit } from '../audit/export'
import { enrol } from '../testing/authenticator'
import { addPasskey } from '../testing/passkey'
import { describeEachDatabase, type TestPlatform } from '../testing/platform'
import { askForOwnPasskey } from './passkey-proof'
import { signIn } from './sign-in'
import { proveAgain } from './step-up'
import { listUsers } from './user-reads'
import { createAdministrator, createUser, deleteUser } from './users'
import { resolveWebSession } from './web-sessions'

const operator: ConsoleActor = { kind: 'console', name: 'root' }
const password = 'seven wet otters sing'
let address = 0
const browser = () => ({ clientAddress: `198.51.100.${++address}`, userAgent: 'Firefox', device: null })
const minute = 60_000

/** Someone who has signed in, and how they come back with each request. */
async function enter(open: () => TestPlatform, name: string): Promise<() => Promise<UserActor>> {
  await createAdministrator(open(), operator, { name, password })
  const { token } = await signIn(open(), { name, password }, browser())
  return async () => {
    const actor = await resolveWebSession(open(), token, '192.0.2.7')
    if (!actor) throw new Error(`${name} is signed out`)
    return actor
  }
}

function useClock() {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_800_000_000_000 })
  })
  afterEach(() => {
    vi.useRealTimers()
  })
}
const pass = (ms: number) => vi.setSystemTime(Date.now() + ms)

describeEachDatabase('a sensitive action', (open) => {
  useClock()
  const add = (actor: UserActor, name: string) => createUser(open(), actor, { name, role: 'auditor' })
  const last = async () => {
    const event = await open().db.auditEvent.findFirstOrThrow({ orderBy: { seq: 'desc' } })
    return { action: event.action, outcome: event.outcome, detail: JSON.parse(event.detail) }
  }

  it('goes on for a while after the sign-in, and then asks for a proof', async () => {
    const ann = await enter(open, 'Ann')
    pass(15 * minute)
    const { id } = await add(await ann(), 'Zed')
    pass(1)
    const before = await open().db.auditEvent.count()
    for (const attempt of [
      async () => add(await ann(), 'Zoe'),
      async () => deleteUser(open(), await ann(), id),
      async () => exportAudit(open(), await ann(), 'csv', {}),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'step-up-required', status: 403 })
    }
    expect(await open().db.auditEvent.count()).toBe(before)
    // To look is not to act.
    expect((await listUsers(open(), await ann(), {})).total).toBeGreaterThan(1)

    await expect(proveAgain(open(), await ann(), { password: 'seven dry otters sing' })).rejects.toThrow(
      'password-wrong',
    )
    expect(await last()).toMatchObject({ action: 'web-session.prove', outcome: 'failure' })
    await expect(add(await ann(), 'Zoe')).rejects.toThrow('step-up-required')
    await proveAgain(open(), await ann(), { password })
    expect(await last()).toMatchObject({ action: 'web-session.prove', outcome: 'success', detail: { password: true } })
    await deleteUser(open(), await ann(), id)
  })

  it('asks each browser for its own proof, and guesses count', async () => {
    const [here, there] = [await enter(open, 'Ben'), await enter(open, 'Cy')]
    pass(16 * minute)
    await proveAgain(open(), await here(), { password })
    await expect(add(await there(), 'Yan')).rejects.toThrow('step-up-required')
    for (let n = 0; n < 4; n++) {
      await expect(proveAgain(open(), await there(), { password: `guess number ${n}` })).rejects.toThrow(
        'password-wrong',
      )
    }
    await expect(proveAgain(open(), await there(), { password })).rejects.toThrow('sign-in-blocked')
  })

  it('takes the factor of those who have one: the password is not enough', async () => {
    const dee = await enter(open, 'Dee')
    const { app } = await enrol(open(), await dee(), password)
    const { device } = await addPasskey(open(), await dee(), { code: app.code() })
    pass(16 * minute)
    await expect(proveAgain(open(), await dee(), { password })).rejects.toThrow('second-factor-required')
    const code = app.code()
    await proveAgain(open(), await dee(), { code })
    await add(await dee(), 'Xia')
    pass(16 * minute)
    await expect(proveAgain(open(), await dee(), { code })).rejects.toThrow('second-factor-wrong')
    await proveAgain(open(), await dee(), { passkey: device.get(await askForOwnPasskey(open(), await dee())) })
    expect((await last()).detail).toEqual({ secondFactor: 'passkey', passkey: 'laptop' })
    await add(await dee(), 'Yao')
  })

  it('asks nothing of the console', async () => {
    await createUser(open(), operator, { name: 'Wu', role: 'auditor' })
  })
})

describeEachDatabase(
  'a setting of 0',
  (open) => {
    useClock()
    it('asks for no proof, however old the last one is', async () => {
      const ann = await enter(open, 'Ann')
      pass(110 * minute)
      await createUser(open(), await ann(), { name: 'Zed', role: 'auditor' })
    })
  },
  { GATEHOUSE_STEP_UP_MINUTES: '0' },
)
