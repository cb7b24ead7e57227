import { scrypt } from 'node:crypto'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { ConsoleActor } from '../actor'
import { addTestUser, describeEachDatabase } from '../testing/platform'
import { signIn } from './sign-in'
import { waitAfter } from './throttle'
import { changeOwnPassword } from './user-passwords'
import { createAdministrator, disableUser } from './users'
import {
  endedWebSessions,
  listWebSessions,
  resolveWebSession,
  revokeOtherWebSessions,
  revokeWebSession,
  signOut,
} from './web-sessions'

const operator: ConsoleActor = { kind: 'console', name: 'root' }
const password = 'seven wet otters sing'
const wrong = 'seven dry otters sing'
let address = 0
/** A browser at an address that no other test has failed from. */
const browser = () => ({ clientAddress: `198.51.100.${++address}`, userAgent: 'Firefox', device: null })

describeEachDatabase('signing in', (open) => {
  beforeAll(async () => {
    await createAdministrator(open(), operator, { name: 'Ann', password })
  })
  beforeEach(async () => {
    // The clock stands still: on a busy machine four hashes take longer than the wait that they lead to.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
    await open().db.signInThrottle.deleteMany()
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const lastEvent = () => open().db.auditEvent.findFirstOrThrow({ orderBy: { seq: 'desc' } })

  it('takes the right password, in any case of the name, and says so in the audit log', async () => {
    const { token, actor } = await signIn(open(), { name: ' ANN ', password }, browser())
    expect(actor).toMatchObject({ kind: 'user', name: 'Ann', role: { key: 'administrator' } })
    expect(await resolveWebSession(open(), token, '192.0.2.9')).toMatchObject({
      id: actor.id,
      clientAddress: '192.0.2.9',
    })
    expect(await lastEvent()).toMatchObject({ action: 'user.sign-in', outcome: 'success', actorName: 'Ann' })
    const rows = JSON.stringify(await open().db.webSession.findMany())
    expect(rows).not.toContain(token)
  })

  it('answers alike for a wrong password, an unknown name and a disabled user, after the same work', async () => {
    const off = await createAdministrator(open(), operator, { name: 'Off', password })
    await disableUser(open(), operator, off.id)
    for (const input of [
      { name: 'Ann', password: wrong },
      { name: 'Nobody', password },
      { name: 'Off', password },
    ]) {
      vi.mocked(scrypt).mockClear()
      const error = await signIn(open(), input, browser()).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'sign-in-failed', params: {}, fields: {} })
      // The work is counted, not timed: a busy machine would make clocks lie.
      expect(vi.mocked(scrypt).mock.calls.map((call) => call[3])).toEqual([
        expect.objectContaining({ N: 2 ** 17, r: 8, p: 1 }),
      ])
      expect(await lastEvent()).toMatchObject({ action: 'user.sign-in', outcome: 'failure', actorName: input.name })
    }
    expect(JSON.stringify(await open().db.auditEvent.findMany())).not.toContain(wrong)
  })

  it.each([[{}], [null], [{ name: 'Ann' }], [{ name: 'x'.repeat(101), password }], [{ name: ['Ann'], password }]])(
    'refuses what is no name and password: %j',
    async (input) => {
      await expect(signIn(open(), input, browser())).rejects.toMatchObject({ code: 'sign-in-failed' })
    },
  )

  it('makes a name wait after failures from any address, even with the right password, and after a restart', async () => {
    for (let n = 0; n < 4; n++) {
      await expect(signIn(open(), { name: 'Ann', password: wrong }, browser())).rejects.toThrow('sign-in-failed')
    }
    await expect(signIn(open(), { name: 'ann', password }, browser())).rejects.toMatchObject({
      code: 'sign-in-blocked',
      params: { seconds: expect.any(Number) },
    })
    expect(await lastEvent()).toMatchObject({ outcome: 'denied', actorName: 'ann' })
    // Nothing is held in memory: the row alone decides.
    await open().db.signInThrottle.updateMany({ data: { blockedUntil: new Date(Date.now() - 1) } })
    await signIn(open(), { name: 'ann', password }, browser())
    expect(await open().db.signInThrottle.findUnique({ where: { key: 'name:ann' } })).toBeNull()
  })

  it('makes an address wait whose names change, and a good account does not free it', async () => {
    const from = browser()
    const key = `address:${from.clientAddress}`
    await open().db.signInThrottle.create({ data: { key, failures: 18, blockedUntil: null, updatedAt: new Date() } })
    await signIn(open(), { name: 'Ann', password }, from)
    expect(await open().db.signInThrottle.findUnique({ where: { key } })).toMatchObject({ failures: 18 })
    await expect(signIn(open(), { name: 'guess-1', password }, from)).rejects.toThrow('sign-in-failed')
    await expect(signIn(open(), { name: 'guess-2', password }, from)).rejects.toThrow('sign-in-failed')
    await expect(signIn(open(), { name: 'Ann', password }, from)).rejects.toThrow('sign-in-blocked')
  })

  it('lets guesses that are sent all at once be no more than guesses one by one', async () => {
    const guesses = await Promise.allSettled(
      Array.from({ length: 12 }, () => signIn(open(), { name: 'Ann', password: wrong }, browser())),
    )
    const codes = guesses.map((guess) => (guess.status === 'rejected' ? guess.reason.code : 'signed-in'))
    expect(codes.filter((code) => code === 'sign-in-failed')).toHaveLength(4)
    expect(codes.filter((code) => code === 'sign-in-blocked')).toHaveLength(8)
  })

  it('doubles the wait, up to a quarter of an hour', () => {
    expect([3, 4, 5, 6, 40].map((failures) => waitAfter(failures, 4))).toEqual([0, 2000, 4000, 8000, 900_000])
  })
})

describeEachDatabase('web sessions', (open) => {
  beforeAll(async () => {
    await createAdministrator(open(), operator, { name: 'Ann', password })
    await createAdministrator(open(), operator, { name: 'Bo', password })
  })
  const enter = (name = 'Ann') => signIn(open(), { name, password }, browser())
  const alive = async (token: string) => (await resolveWebSession(open(), token, '')) !== null
  const watchLive = () => {
    const ended: string[] = []
    const spy = vi.spyOn(open().live, 'endWebSession').mockImplementation(async (id) => void ended.push(id))
    return { ended, restore: () => spy.mockRestore() }
  }

  it('are opened by no forged cookie', async () => {
    const { token } = await enter()
    const [first, rest] = [token.slice(0, 1), token.slice(1)]
    const row = await open().db.webSession.findFirstOrThrow({ orderBy: { createdAt: 'desc' } })
    const forged = [
      '',
      'x',
      (first === 'A' ? 'B' : 'A') + rest,
      `${token}=`,
      row.tokenHash,
      row.id,
      'x'.repeat(100_000),
      "' OR 1=1 --",
    ]
    for (const cookie of forged) expect(await alive(cookie)).toBe(false)
    expect(await alive(token)).toBe(true)
  })

  it('end by revoking, and cut what runs', async () => {
    const [here, there, further] = [await enter(), await enter(), await enter()]
    const before = await listWebSessions(open(), here.actor)
    expect(before.filter((one) => one.current).map((one) => one.id)).toEqual([here.actor.webSessionId])
    const live = watchLive()
    await revokeWebSession(open(), here.actor, there.actor.webSessionId)
    expect(live.ended).toEqual([there.actor.webSessionId])
    expect(await alive(there.token)).toBe(false)
    await revokeOtherWebSessions(open(), here.actor)
    live.restore()
    expect(live.ended).toContain(further.actor.webSessionId)
    expect(live.ended).not.toContain(here.actor.webSessionId)
    expect([await alive(here.token), await alive(further.token)]).toEqual([true, false])
    const ids = [here.actor.webSessionId, further.actor.webSessionId, 'unknown']
    expect(await endedWebSessions(open(), ids)).toEqual(new Set([further.actor.webSessionId, 'unknown']))
  })

  it("are not another user's to revoke", async () => {
    const [ann, bo] = [await enter(), await enter('Bo')]
    await expect(revokeWebSession(open(), bo.actor, ann.actor.webSessionId)).rejects.toThrow('not-found')
    expect(await alive(ann.token)).toBe(true)
  })

  it('end by signing out, by time and by idleness', async () => {
    const [out, old, idle] = [await enter('Bo'), await enter('Bo'), await enter('Bo')]
    await signOut(open(), out.actor)
    const past = new Date(Date.now() - 1000)
    await open().db.webSession.update({ where: { id: old.actor.webSessionId }, data: { expiresAt: past } })
    const asleep = new Date(Date.now() - open().config.webSessionIdleMs - 1000)
    await open().db.webSession.update({ where: { id: idle.actor.webSessionId }, data: { lastSeenAt: asleep } })
    for (const { token } of [out, old, idle]) expect(await alive(token)).toBe(false)
  })

  it('of other browsers end when the password changes', async () => {
    const [here, there] = [await enter(), await enter()]
    const change = { current: password, password: 'eight wet otters sing' }
    await expect(changeOwnPassword(open(), here.actor, { ...change, current: wrong })).rejects.toThrow('password-wrong')
    await expect(changeOwnPassword(open(), here.actor, { ...change, password: 'short' })).rejects.toThrow(
      'password-too-short',
    )
    await changeOwnPassword(open(), here.actor, change)
    expect([await alive(here.token), await alive(there.token)]).toEqual([true, false])
    await expect(enter()).rejects.toThrow('sign-in-failed')
    await signIn(open(), { name: 'Ann', password: change.password }, browser())
  })

  it('of a deleted user are nobody', async () => {
    const ghost = await addTestUser(open(), 'operator')
    await open().db.user.delete({ where: { id: ghost.id } })
    expect(await endedWebSessions(open(), [ghost.webSessionId])).toEqual(new Set([ghost.webSessionId]))
  })
})
