import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { builtInRole } from '../access/built-in-roles'
import type { ConsoleActor, UserActor } from '../actor'
import { Authenticator, enrol } from '../testing/authenticator'
import { describeEachDatabase, type TestPlatform } from '../testing/platform'
import { rotateMasterKey } from '../vault/rotate'
import {
  beginEnrolment,
  confirmEnrolment,
  enrolmentLifeMs,
  factorState,
  renewRecoveryCodes,
  turnFactorOff,
} from './enrolment'
import { inspectLink, redeemLink } from './one-time-links'
import { recoverAdministrator, resetFactor } from './recover'
import { signIn } from './sign-in'
import { newPasswordLink } from './user-passwords'
import { listUsers } from './user-reads'
import { changeRole, createAdministrator, createUser, disableUser } from './users'
import { findWebSessionHolder, resolveWebSession } from './web-sessions'

const operator: ConsoleActor = { kind: 'console', name: 'root' }
const password = 'seven wet otters sing'
const wrong = 'seven dry otters sing'
let address = 0
const browser = () => ({ clientAddress: `198.51.100.${++address}`, userAgent: 'Firefox', device: 'the same one' })
const stepMs = 30_000

/** The clock stands still, so that a code lasts as long as the machine needs; `pass` moves it on. */
function useClock() {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_800_000_000_000 })
  })
  afterEach(() => {
    vi.useRealTimers()
  })
}
const pass = (ms: number) => vi.setSystemTime(Date.now() + ms)

/** People, and how they come in. */
function peopleOf(open: () => TestPlatform) {
  const enter = (name: string, code?: string) => signIn(open(), { name, password, code }, browser())
  const add = async (name: string): Promise<UserActor> => {
    await createAdministrator(open(), operator, { name, password })
    return (await enter(name)).actor
  }
  const events = async (name: string) => {
    const rows = await open().db.auditEvent.findMany({ where: { actorName: name }, orderBy: { seq: 'asc' } })
    return rows.map(({ action, outcome, detail }) => ({ action, outcome, detail: JSON.parse(detail) }))
  }
  return { enter, add, events, last: async (name: string) => (await events(name)).at(-1) }
}

describeEachDatabase('a second factor', (open) => {
  useClock()
  const { enter, add, events, last } = peopleOf(open)

  it('is set up by the password and a first code, and then asked for', async () => {
    const ann = await add('Ann')
    const elsewhere = await enter('Ann')
    await expect(beginEnrolment(open(), ann, { password: wrong })).rejects.toThrow('password-wrong')
    const begun = await beginEnrolment(open(), ann, { password })
    const app = new Authenticator(begun.secret)
    expect(begun.uri).toContain(`secret=${begun.secret}&`)
    // Not yet: nothing has shown that the app holds the secret.
    await enter('Ann')
    await expect(confirmEnrolment(open(), ann, { code: app.wrongCode() })).rejects.toThrow('second-factor-wrong')
    const codes = await confirmEnrolment(open(), ann, { code: app.code() })
    expect(new Set(codes).size).toBe(10)
    for (const code of codes) expect(code).toMatch(/^([a-z2-7]{4}-){3}[a-z2-7]{4}$/)
    expect(await factorState(open(), ann)).toMatchObject({ since: new Date(), recoveryCodesLeft: 10, required: false })
    // Who came in with the password alone is out.
    expect(await resolveWebSession(open(), elsewhere.token, '')).toBeNull()

    const before = await open().db.webSession.count()
    await expect(enter('Ann')).rejects.toMatchObject({ code: 'second-factor-required' })
    await expect(enter('Ann', '')).rejects.toThrow('second-factor-required')
    expect(await open().db.webSession.count()).toBe(before)
    expect(await last('Ann')).toMatchObject({ action: 'second-factor.ask', outcome: 'success' })
    await expect(enter('Ann', app.code())).rejects.toThrow('second-factor-wrong')
    const { actor } = await enter('Ann', app.code(1))
    expect(actor).toMatchObject({ kind: 'user', id: ann.id })
    expect((await events('Ann')).slice(-2)).toEqual([
      { action: 'user.sign-in', outcome: 'failure', detail: { reason: 'code used' } },
      { action: 'user.sign-in', outcome: 'success', detail: { secondFactor: 'app' } },
    ])

    const kept = JSON.stringify([
      await open().db.secondFactor.findMany(),
      await open().db.recoveryCode.findMany(),
      await open().db.auditEvent.findMany(),
    ])
    for (const secret of [begun.secret, ...codes, ...codes.map((code) => code.replaceAll('-', ''))]) {
      expect(kept).not.toContain(secret)
    }
  })

  it('says that it is needed to no one but who has the password', async () => {
    const ben = await add('Ben')
    const { app } = await enrol(open(), ben, password)
    const guess = (code?: string) => signIn(open(), { name: 'Ben', password: wrong, code }, browser())
    await expect(guess()).rejects.toMatchObject({ code: 'sign-in-failed', params: {}, fields: {} })
    await expect(guess(app.code())).rejects.toThrow('sign-in-failed')
    // A guess of the password has not used the code up.
    await enter('Ben', app.code())
  })

  it('opens once by one code, under race too', async () => {
    const cy = await add('Cy')
    const { app } = await enrol(open(), cy, password)
    const ends = await Promise.allSettled([1, 2, 3].map(() => enter('Cy', app.code())))
    expect(ends.map((end) => (end.status === 'rejected' ? end.reason.code : 'in')).toSorted()).toEqual([
      'in',
      'second-factor-wrong',
      'second-factor-wrong',
    ])
    // An older code than the last one taken is used up with it.
    await expect(enter('Cy', app.code(-1))).rejects.toThrow('second-factor-wrong')
    pass(stepMs)
    await enter('Cy', app.code())
  })

  it('counts wrong codes with wrong passwords, and the right password alone forgives none', async () => {
    const dee = await add('Dee')
    const { app } = await enrol(open(), dee, password)
    for (let n = 0; n < 4; n++) {
      await expect(enter('Dee')).rejects.toThrow('second-factor-required')
      await expect(enter('Dee', app.wrongCode())).rejects.toThrow('second-factor-wrong')
    }
    expect(await last('Dee')).toMatchObject({ outcome: 'failure', detail: { reason: 'code wrong' } })
    await expect(enter('Dee', app.code())).rejects.toThrow('sign-in-blocked')
    await expect(enter('Dee')).rejects.toThrow('sign-in-blocked')
    pass(2000)
    await enter('Dee', app.code())
    expect(await open().db.signInThrottle.findUnique({ where: { key: 'name:dee' } })).toBeNull()
  })

  it('makes an address wait that tries codes of many names', async () => {
    const eve = await add('Eve')
    const { app } = await enrol(open(), eve, password)
    const from = browser()
    const key = `address:${from.clientAddress}`
    await open().db.signInThrottle.create({ data: { key, failures: 19, updatedAt: new Date() } })
    const tryCode = (code: string) => signIn(open(), { name: 'Eve', password, code }, from)
    await expect(tryCode(app.wrongCode())).rejects.toThrow('second-factor-wrong')
    await expect(tryCode(app.code())).rejects.toThrow('sign-in-blocked')
  })

  it('can be stood in for by a recovery code, once, under race too', async () => {
    const fay = await add('Fay')
    const { recoveryCodes } = await enrol(open(), fay, password)
    const [first = '', second = ''] = recoveryCodes
    const ends = await Promise.allSettled([1, 2].map(() => enter('Fay', first)))
    expect(ends.filter((end) => end.status === 'fulfilled')).toHaveLength(1)
    await expect(enter('Fay', first)).rejects.toThrow('second-factor-wrong')
    await enter('Fay', second.toUpperCase().replaceAll('-', ' '))
    expect((await last('Fay'))?.detail).toEqual({ secondFactor: 'recovery-code', left: 8 })
    expect((await factorState(open(), fay)).recoveryCodesLeft).toBe(8)
  })

  it("takes nobody else's recovery codes", async () => {
    const [gus, hal] = [await add('Gus'), await add('Hal')]
    const { recoveryCodes } = await enrol(open(), gus, password)
    await enrol(open(), hal, password)
    await expect(enter('Hal', recoveryCodes[0])).rejects.toThrow('second-factor-wrong')
    await enter('Gus', recoveryCodes[0])
  })

  it('has its recovery codes made anew by a code of the app alone', async () => {
    const ida = await add('Ida')
    const { app, recoveryCodes } = await enrol(open(), ida, password)
    await expect(renewRecoveryCodes(open(), ida, { code: recoveryCodes[0] })).rejects.toThrow('second-factor-wrong')
    expect(await last('Ida')).toMatchObject({ action: 'second-factor.codes-renew', outcome: 'failure' })
    const renewed = await renewRecoveryCodes(open(), ida, { code: app.code() })
    expect(renewed).toHaveLength(10)
    await expect(enter('Ida', recoveryCodes[0])).rejects.toThrow('second-factor-wrong')
    await enter('Ida', renewed[0])
  })

  it('is turned off by a code, and guesses at it count', async () => {
    const jo = await add('Jo')
    const { app } = await enrol(open(), jo, password)
    for (let n = 0; n < 4; n++) {
      await expect(turnFactorOff(open(), jo, { code: app.wrongCode() })).rejects.toThrow('second-factor-wrong')
    }
    await expect(turnFactorOff(open(), jo, { code: app.code() })).rejects.toThrow('sign-in-blocked')
    pass(2000)
    await turnFactorOff(open(), jo, { code: app.code() })
    expect(await factorState(open(), jo)).toMatchObject({ since: null, recoveryCodesLeft: 0 })
    await expect(turnFactorOff(open(), jo, { code: app.code(1) })).rejects.toThrow('conflict')
    await enter('Jo')
  })

  it('is not set up twice, nor long after its secret was shown', async () => {
    const kit = await add('Kit')
    const stale = new Authenticator((await beginEnrolment(open(), kit, { password })).secret)
    pass(enrolmentLifeMs + 1000)
    await expect(confirmEnrolment(open(), kit, { code: stale.code() })).rejects.toThrow('conflict')
    const { app } = await enrol(open(), kit, password)
    await expect(beginEnrolment(open(), kit, { password })).rejects.toThrow('conflict')
    await expect(confirmEnrolment(open(), kit, { code: app.code() })).rejects.toThrow('conflict')
    await enter('Kit', app.code())
  })

  it('is not got around by a link that sets the password', async () => {
    const lea = await add('Lea')
    const { app } = await enrol(open(), lea, password)
    const token = (await newPasswordLink(open(), operator, lea.id)).split('/setup/')[1] ?? ''
    expect(await inspectLink(open(), token, browser().clientAddress)).not.toBeNull()
    const before = await open().db.webSession.count()
    expect(await redeemLink(open(), token, { password }, browser())).toBeNull()
    expect(await open().db.webSession.count()).toBe(before)
    await enter('Lea', app.code())
  })

  it('can be reset by another administrator, who sees who has one', async () => {
    const [max, nia] = [await add('Max'), await add('Nia')]
    const { token } = await enter('Nia')
    const { app } = await enrol(open(), nia, password)
    const has = async () => (await listUsers(open(), max, { q: 'nia' })).rows.map((user) => user.secondFactor)
    expect(await has()).toEqual([true])
    await expect(resetFactor(open(), nia, nia.id)).rejects.toThrow('not-allowed')
    const clerk = { ...max, role: builtInRole('operator') }
    await expect(resetFactor(open(), clerk, nia.id)).rejects.toThrow('not-allowed')
    const { token: fresh } = await enter('Nia', app.code())
    await resetFactor(open(), max, nia.id)
    expect(await last('Max')).toMatchObject({ action: 'second-factor.reset', outcome: 'success' })
    for (const ended of [token, fresh]) expect(await resolveWebSession(open(), ended, '')).toBeNull()
    expect(await has()).toEqual([false])
    await expect(resetFactor(open(), max, nia.id)).rejects.toThrow('not-found')
    await enter('Nia')
  })

  it('is rewrapped when the master key is rotated', async () => {
    const olu = await add('Olu')
    const { app } = await enrol(open(), olu, password)
    const { masterKeyId, secondFactors } = await rotateMasterKey(open(), operator)
    expect(secondFactors).toBeGreaterThan(0)
    expect(await open().db.secondFactor.count({ where: { masterKeyId: { not: masterKeyId } } })).toBe(0)
    await enter('Olu', app.code())
  })

  it('is gone after a recovery at the console, with all that kept its owner out', async () => {
    const { id } = await createUser(open(), operator, { name: 'Pia', role: 'auditor' })
    const link = (await newPasswordLink(open(), operator, id)).split('/setup/')[1] ?? ''
    const signedIn = await redeemLink(open(), link, { password }, browser())
    if (!signedIn) throw new Error('Pia has no second factor yet')
    const { app } = await enrol(open(), signedIn.actor, password)
    for (let n = 0; n < 4; n++) await expect(enter('Pia', app.wrongCode())).rejects.toThrow('second-factor-wrong')
    await disableUser(open(), operator, id)
    const renewed = 'eight wet otters sing'
    await expect(recoverAdministrator(open(), signedIn.actor, { name: 'Pia', password: renewed })).rejects.toThrow(
      'not-allowed',
    )
    await expect(recoverAdministrator(open(), operator, { name: 'Nobody', password: renewed })).rejects.toThrow(
      'not-found',
    )
    await expect(recoverAdministrator(open(), operator, { name: 'Pia', password: 'short' })).rejects.toThrow(
      'password-too-short',
    )
    await recoverAdministrator(open(), operator, { name: 'PIA', password: renewed })
    const event = await open().db.auditEvent.findFirstOrThrow({ orderBy: { seq: 'desc' } })
    expect(event).toMatchObject({ action: 'user.recover', actorKind: 'console', actorName: 'root', targetName: 'Pia' })
    expect(JSON.parse(event.detail).before).toEqual({ role: 'auditor', disabled: true, secondFactor: true })
    expect(await resolveWebSession(open(), signedIn.token, '')).toBeNull()
    const { actor } = await signIn(open(), { name: 'Pia', password: renewed }, browser())
    expect(actor).toMatchObject({ id, role: { key: 'administrator' } })
  })
})

describeEachDatabase(
  'a second factor that administrators must have',
  (open) => {
    useClock()
    const { enter, add } = peopleOf(open)
    let ada: UserActor
    beforeAll(async () => {
      ada = await add('Ada')
    })

    it('is all that someone without one may set up, and then everything opens', async () => {
      const { token, actor } = await enter('Ada')
      await expect(resolveWebSession(open(), token, '')).rejects.toMatchObject({
        code: 'enrolment-required',
        status: 403,
      })
      expect(await findWebSessionHolder(open(), token, '')).toMatchObject({ mustEnrol: true, actor: { id: ada.id } })
      const { app } = await enrol(open(), actor, password)
      expect(await resolveWebSession(open(), token, '')).toMatchObject({ id: ada.id })
      await expect(turnFactorOff(open(), actor, { code: app.code() })).rejects.toThrow('second-factor-obligatory')
    })

    it('is asked of the role that someone has now', async () => {
      const { id } = await createUser(open(), operator, { name: 'Ole', role: 'operator' })
      const link = (await newPasswordLink(open(), operator, id)).split('/setup/')[1] ?? ''
      const { token = '' } = (await redeemLink(open(), link, { password }, browser())) ?? {}
      expect(await resolveWebSession(open(), token, '')).toMatchObject({ id })
      await changeRole(open(), operator, id, 'administrator')
      await expect(resolveWebSession(open(), token, '')).rejects.toThrow('enrolment-required')
    })
  },
  { GATEHOUSE_SECOND_FACTOR: 'administrators' },
)

describe('the settings', () => {
  describeEachDatabase(
    'everyone',
    (open) => {
      useClock()
      const { add } = peopleOf(open)
      it('demands one of every role', async () => {
        const { id } = await add('Ann')
        await createAdministrator(open(), operator, { name: 'Other', password })
        await changeRole(open(), operator, id, 'auditor')
        const { token } = await signIn(open(), { name: 'Ann', password }, browser())
        await expect(resolveWebSession(open(), token, '')).rejects.toThrow('enrolment-required')
      })
    },
    { GATEHOUSE_SECOND_FACTOR: 'everyone' },
  )

  describeEachDatabase(
    'off',
    (open) => {
      useClock()
      const { add, enter } = peopleOf(open)
      it('offers none, and still asks who has one', async () => {
        const ann = await add('Ann')
        await expect(beginEnrolment(open(), ann, { password })).rejects.toThrow('not-allowed')
        const optional = { ...open(), config: { ...open().config, secondFactor: 'optional' as const } }
        const { app } = await enrol(optional, ann, password)
        await expect(enter('Ann')).rejects.toThrow('second-factor-required')
        const { actor } = await enter('Ann', app.code())
        await turnFactorOff(open(), actor, { code: app.code(1) })
      })
    },
    { GATEHOUSE_SECOND_FACTOR: 'off' },
  )
})
