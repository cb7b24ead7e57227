import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ConsoleActor, UserActor } from '../actor'
import { enrol } from '../testing/authenticator'
import { addPasskey, SoftPasskey } from '../testing/passkey'
import { describeEachDatabase, type TestPlatform } from '../testing/platform'
import { beginEnrolment, factorState, renewRecoveryCodes, turnFactorOff } from './enrolment'
import { challengeLifeMs, issueChallenge, mostPerAddress } from './passkey-challenges'
import { passkeysInUse } from './passkey-list'
import { askForOwnPasskey, askForPasskey } from './passkey-proof'
import { beginPasskey, confirmPasskey, mostPasskeys, removePasskey, renamePasskey } from './passkeys'
import { recoverAdministrator, resetFactor } from './recover'
import { signIn, signInWithPasskey } from './sign-in'
import { listUsers } from './user-reads'
import { createAdministrator, disableUser, enableUser } from './users'
import { resolveWebSession } from './web-sessions'

const operator: ConsoleActor = { kind: 'console', name: 'root' }
const password = 'seven wet otters sing'
let address = 0
const browser = () => ({ clientAddress: `198.51.100.${++address}`, userAgent: 'Firefox', device: null })
const foreign = { origin: 'http://localhost.example.com:3000' }

function useClock() {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_800_000_000_000 })
  })
  afterEach(() => {
    vi.useRealTimers()
  })
}
const pass = (ms: number) => vi.setSystemTime(Date.now() + ms)

/** People, and the ways in. */
function peopleOf(open: () => TestPlatform) {
  const add = async (name: string): Promise<UserActor> => {
    await createAdministrator(open(), operator, { name, password })
    return (await signIn(open(), { name, password }, browser())).actor
  }
  const last = async () => {
    const { action, outcome, actorName, detail } = await open().db.auditEvent.findFirstOrThrow({
      orderBy: { seq: 'desc' },
    })
    return { action, outcome, actorName, detail: JSON.parse(detail) }
  }
  const ask = (kind: 'sign-in' | 'second-factor') => askForPasskey(open(), kind, '192.0.2.1')
  return {
    add,
    last,
    ask,
    /** As if the day had passed after which failures are forgotten. */
    forget: () => open().db.signInThrottle.deleteMany(),
    /** With the password and what a passkey answers to a fresh question. */
    both: async (name: string, device: SoftPasskey, ...rest: [Parameters<SoftPasskey['get']>[1]?]) =>
      signIn(open(), { name, password, passkey: device.get(await ask('second-factor'), ...rest) }, browser()),
    /** With a passkey alone. */
    alone: async (device: SoftPasskey, ...rest: [Parameters<SoftPasskey['get']>[1]?]) =>
      signInWithPasskey(open(), { passkey: device.get(await ask('sign-in'), ...rest) }, browser()),
    /** For a form of someone who is signed in. */
    shown: async (actor: UserActor, device: SoftPasskey) => ({
      passkey: device.get(await askForOwnPasskey(open(), actor)),
    }),
  }
}

describeEachDatabase('a passkey', (open) => {
  useClock()
  const { add, last, ask, forget, both, alone, shown } = peopleOf(open)

  it('is added after the password, and then asked for', async () => {
    const ann = await add('Ann')
    const elsewhere = await signIn(open(), { name: 'Ann', password }, browser())
    await expect(beginPasskey(open(), ann, { password: 'seven dry otters sing' })).rejects.toThrow('password-wrong')
    expect(await last()).toMatchObject({ action: 'passkey.add', outcome: 'failure', detail: { reason: 'password' } })
    await expect(beginPasskey(open(), ann, {})).rejects.toMatchObject({ fields: { password: 'required' } })
    const { device, recoveryCodes } = await addPasskey(open(), ann, { password })
    expect(recoveryCodes).toHaveLength(10)
    expect(await last()).toMatchObject({ action: 'web-session.revoke' })
    expect(await factorState(open(), ann)).toMatchObject({
      since: null,
      passkeys: [{ name: 'laptop', lastUsedAt: null }],
      recoveryCodesLeft: 10,
    })
    // Who came in with the password alone is out.
    expect(await resolveWebSession(open(), elsewhere.token, '')).toBeNull()

    const before = await open().db.webSession.count()
    await expect(signIn(open(), { name: 'Ann', password }, browser())).rejects.toMatchObject({
      code: 'second-factor-required',
      params: { methods: 'passkey' },
    })
    await expect(signIn(open(), { name: 'Ann', password, code: '123456' }, browser())).rejects.toThrow(
      'second-factor-wrong',
    )
    expect(await open().db.webSession.count()).toBe(before)
    const { actor } = await both('Ann', device, { verified: false })
    expect(actor).toMatchObject({ kind: 'user', id: ann.id })
    expect(await last()).toMatchObject({
      action: 'user.sign-in',
      detail: { secondFactor: 'passkey', passkey: 'laptop' },
    })
    expect((await factorState(open(), ann)).passkeys[0]?.lastUsedAt).toEqual(new Date())
    // A recovery code stands in for it.
    await signIn(open(), { name: 'Ann', password, code: recoveryCodes[0] }, browser())
  })

  it('opens alone when its device knows who holds it', async () => {
    const ben = await add('Ben')
    const { device } = await addPasskey(open(), ben, { password })
    const { actor, token } = await alone(device)
    expect(actor).toMatchObject({ id: ben.id, name: 'Ben' })
    expect(await resolveWebSession(open(), token, '')).toMatchObject({ id: ben.id })
    expect(await last()).toMatchObject({
      action: 'user.sign-in',
      actorName: 'Ben',
      detail: { onlyFactor: 'passkey', passkey: 'laptop' },
    })
    await expect(alone(device, { verified: false })).rejects.toThrow('passkey-wrong')
    expect(await last()).toMatchObject({ outcome: 'failure', detail: { reason: 'passkey signature' } })
  })

  it('is refused from another site, under another name, in a frame, for another person', async () => {
    const [cy, dee] = [await add('Cy'), await add('Dee')]
    const [mine, theirs] = [
      (await addPasskey(open(), cy, { password })).device,
      (await addPasskey(open(), dee, { password })).device,
    ]
    const handle = (id: string) => Buffer.from(id).toString('base64url')
    for (const lie of [foreign, { rpId: 'example.com' }, { crossOrigin: true }, { userHandle: handle(dee.id) }]) {
      await expect(alone(mine, lie)).rejects.toThrow('passkey-wrong')
      await expect(both('Cy', mine, lie)).rejects.toThrow('passkey-wrong')
      await forget()
    }
    await expect(both('Cy', theirs)).rejects.toThrow('passkey-wrong')
    expect(await last()).toMatchObject({
      actorName: 'Cy',
      outcome: 'failure',
      detail: { reason: 'passkey not-theirs' },
    })
    await both('Cy', mine)
  })

  it('answers each question once, in its time and for its purpose', async () => {
    const eve = await add('Eve')
    const { device } = await addPasskey(open(), eve, { password })
    const alike = (passkey: string) => signInWithPasskey(open(), { passkey }, browser())
    const answer = device.get(await ask('sign-in'))
    const ends = await Promise.allSettled([1, 2, 3].map(() => alike(answer)))
    expect(ends.filter((end) => end.status === 'fulfilled')).toHaveLength(1)
    await expect(alike(answer)).rejects.toThrow('passkey-wrong')
    expect(await last()).toMatchObject({ outcome: 'failure', detail: { reason: 'passkey challenge' } })

    // A question is used up by a wrong answer too.
    const once = await ask('sign-in')
    await expect(alike(device.get(once, foreign))).rejects.toThrow('passkey-wrong')
    await expect(alike(device.get(once))).rejects.toThrow('passkey-wrong')

    await forget()
    for (const other of [await ask('second-factor'), await askForOwnPasskey(open(), eve)]) {
      await expect(alike(device.get(other))).rejects.toThrow('passkey-wrong')
    }
    await expect(
      signIn(open(), { name: 'Eve', password, passkey: device.get(await ask('sign-in')) }, browser()),
    ).rejects.toThrow('passkey-wrong')

    await forget()
    const late = await ask('sign-in')
    pass(challengeLifeMs + 1000)
    await expect(alike(device.get(late))).rejects.toThrow('passkey-wrong')
    await alike(device.get(await ask('sign-in')))
    await expect(signInWithPasskey(open(), { passkey: 'not JSON' }, browser())).rejects.toThrow('passkey-wrong')
    await expect(signInWithPasskey(open(), { passkey: '{}' }, browser())).rejects.toThrow('passkey-wrong')
    const old = await open().db.passkeyChallenge.count({ where: { expiresAt: { lt: new Date() } } })
    expect(old).toBe(0)
  })

  it('is refused once its counter goes back: there are two of it', async () => {
    const fay = await add('Fay')
    const { device } = await addPasskey(open(), fay, { password })
    device.counter = 5
    await alone(device)
    for (const counter of [5, 4, 0]) {
      device.counter = counter
      await expect(alone(device)).rejects.toThrow('passkey-wrong')
      expect(await last()).toMatchObject({ outcome: 'failure', detail: { reason: 'passkey counter' } })
      await forget()
    }
    // Beyond what 32 bits with a sign hold.
    device.counter = 4_000_000_000
    await alone(device)
  })

  it('counts with wrong passwords, and one that nobody has with itself', async () => {
    const gus = await add('Gus')
    const { device } = await addPasskey(open(), gus, { password })
    for (let n = 0; n < 4; n++) await expect(alone(device, foreign)).rejects.toThrow('passkey-wrong')
    await expect(alone(device)).rejects.toThrow('sign-in-blocked')
    await expect(signIn(open(), { name: 'Gus', password }, browser())).rejects.toThrow('sign-in-blocked')
    pass(2000)
    await alone(device)
    const stray = new SoftPasskey()
    await expect(alone(stray)).rejects.toMatchObject({ code: 'passkey-wrong', params: {}, fields: {} })
    expect(await last()).toMatchObject({ actorName: `passkey ${stray.id.slice(0, 16)}`, outcome: 'failure' })
  })

  it('opens nothing for someone who is disabled, nor once it was removed', async () => {
    const hal = await add('Hal')
    const { device } = await addPasskey(open(), hal, { password })
    await disableUser(open(), operator, hal.id)
    await expect(alone(device)).rejects.toThrow('passkey-wrong')
    await enableUser(open(), operator, hal.id)
    const { actor } = await alone(device)
    const [passkey] = (await factorState(open(), actor)).passkeys
    const stale = device.get(await ask('sign-in'))
    await removePasskey(open(), actor, passkey?.id ?? '', await shown(actor, device))
    expect(await last()).toMatchObject({ action: 'passkey.remove', detail: { passkey: 'laptop' } })
    expect(await factorState(open(), actor)).toMatchObject({ passkeys: [], recoveryCodesLeft: 0 })
    await expect(signInWithPasskey(open(), { passkey: stale }, browser())).rejects.toThrow('passkey-wrong')
    await expect(alone(device)).rejects.toThrow('passkey-wrong')
    await signIn(open(), { name: 'Hal', password }, browser())
  })

  it('is made for the one who asked, once, and by nobody twice', async () => {
    const [ida, jo] = [await add('Ida'), await add('Jo')]
    const device = new SoftPasskey()
    const begun = await beginPasskey(open(), ida, { password })
    const name = 'phone'
    await expect(confirmPasskey(open(), jo, { name, passkey: device.create(begun) })).rejects.toThrow('passkey-wrong')
    await confirmPasskey(open(), ida, { name, passkey: device.create(begun) })
    await expect(confirmPasskey(open(), ida, { name, passkey: device.create(begun) })).rejects.toThrow('passkey-wrong')
    const again = await beginPasskey(open(), jo, { password })
    await expect(confirmPasskey(open(), jo, { name, passkey: device.create(again) })).rejects.toThrow('conflict')
    for (const lie of [foreign, { rpId: 'example.com' }, { crossOrigin: true }]) {
      const passkey = new SoftPasskey().create(await beginPasskey(open(), jo, { password }), lie)
      await expect(confirmPasskey(open(), jo, { name, passkey })).rejects.toThrow('passkey-wrong')
    }
    // What was made up without a beginning.
    const made = new SoftPasskey().create({ ...again, challenge: 'a'.repeat(43) })
    await expect(confirmPasskey(open(), jo, { name, passkey: made })).rejects.toThrow('passkey-wrong')
    expect((await factorState(open(), jo)).passkeys).toEqual([])
  })

  it('is looked after by its owner alone, by one of their factors', async () => {
    const [kit, lea] = [await add('Kit'), await add('Lea')]
    const { device, recoveryCodes } = await addPasskey(open(), kit, { password })
    const { device: other } = await addPasskey(open(), lea, { password })
    const id = (await factorState(open(), kit)).passkeys[0]?.id ?? ''
    // The password is not enough any more.
    for (const attempt of [beginPasskey, renewRecoveryCodes, beginEnrolment]) {
      await expect(attempt(open(), kit, { password })).rejects.toThrow('second-factor-required')
    }
    await expect(removePasskey(open(), lea, id, await shown(lea, other))).rejects.toThrow('not-found')
    await expect(renamePasskey(open(), lea, id, { name: 'mine' })).rejects.toThrow('not-found')
    await expect(removePasskey(open(), kit, id, await shown(lea, other))).rejects.toThrow('passkey-wrong')
    expect(await last()).toMatchObject({ action: 'passkey.remove', outcome: 'failure' })
    // A question to Kit that Lea's device answers, and one to Lea in Kit's form.
    await expect(removePasskey(open(), kit, id, await shown(kit, other))).rejects.toThrow('passkey-wrong')
    await expect(removePasskey(open(), kit, id, await shown(lea, device))).rejects.toThrow('passkey-wrong')

    await forget()
    await renamePasskey(open(), kit, id, { name: ' Küche 厨房 ' })
    expect(await last()).toMatchObject({
      action: 'passkey.rename',
      detail: { before: { passkey: 'laptop' }, after: { passkey: 'Küche 厨房' } },
    })
    await expect(renamePasskey(open(), kit, id, { name: ' ' })).rejects.toThrow('invalid-input')

    await expect(renewRecoveryCodes(open(), kit, { code: recoveryCodes[0] })).rejects.toThrow('second-factor-wrong')
    expect(await renewRecoveryCodes(open(), kit, await shown(kit, device))).toHaveLength(10)
    const second = new SoftPasskey()
    const options = await beginPasskey(open(), kit, await shown(kit, device))
    expect(options.excludeCredentials?.map((one) => one.id)).toEqual([device.id])
    // The codes that there are go on working: none are shown.
    expect(await confirmPasskey(open(), kit, { name: 'two', passkey: second.create(options) })).toEqual([])
    await removePasskey(open(), kit, id, await shown(kit, second))
    expect(await factorState(open(), kit)).toMatchObject({ passkeys: [{ name: 'two' }], recoveryCodesLeft: 10 })
  })

  it('stands beside an app, and each for the other', async () => {
    const max = await add('Max')
    const { app, recoveryCodes } = await enrol(open(), max, password)
    const { device } = await addPasskey(open(), max, { code: app.code() })
    await expect(signIn(open(), { name: 'Max', password }, browser())).rejects.toMatchObject({
      params: { methods: 'app passkey' },
    })
    await signIn(open(), { name: 'Max', password, code: app.code(1) }, browser())
    await both('Max', device)
    await turnFactorOff(open(), max, await shown(max, device))
    expect(await factorState(open(), max)).toMatchObject({ since: null, recoveryCodesLeft: 10 })
    await expect(turnFactorOff(open(), max, await shown(max, device))).rejects.toThrow('conflict')
    await signIn(open(), { name: 'Max', password, code: recoveryCodes[0] }, browser())
  })

  it('is gone after a reset, and after a recovery at the console', async () => {
    const [nia, olu] = [await add('Nia'), await add('Olu')]
    const { device } = await addPasskey(open(), nia, { password })
    const { token } = await alone(device)
    expect((await listUsers(open(), olu, { q: 'nia' })).rows[0]).toMatchObject({ secondFactor: true })
    await resetFactor(open(), olu, nia.id)
    expect(await resolveWebSession(open(), token, '')).toBeNull()
    await expect(alone(device)).rejects.toThrow('passkey-wrong')
    expect((await listUsers(open(), olu, { q: 'nia' })).rows[0]).toMatchObject({ secondFactor: false })
    const { device: another } = await addPasskey(open(), olu, { password })
    await recoverAdministrator(open(), operator, { name: 'Olu', password: 'eight wet otters sing' })
    await expect(alone(another)).rejects.toThrow('passkey-wrong')
    expect(await open().db.passkey.count({ where: { userId: olu.id } })).toBe(0)
  })

  it('has its limits', async () => {
    const pia = await add('Pia')
    let { device } = await addPasskey(open(), pia, { password })
    const pending = await beginPasskey(open(), pia, await shown(pia, device))
    for (let n = 1; n < mostPasskeys; n++) {
      device = (await addPasskey(open(), pia, await shown(pia, device), `key ${n}`)).device
    }
    const proof = await shown(pia, device)
    await expect(beginPasskey(open(), pia, proof)).rejects.toThrow('limit-reached')
    await expect(
      confirmPasskey(open(), pia, { name: 'one more', passkey: new SoftPasskey().create(pending) }),
    ).rejects.toThrow('limit-reached')

    const from = '203.0.113.99'
    const data = { purpose: 'sign-in', userId: null, clientAddress: from, expiresAt: new Date(Date.now() + 1000) }
    const rows = Array.from({ length: mostPerAddress }, (_, n) => ({ ...data, challengeHash: `flood ${n}` }))
    await open().db.passkeyChallenge.createMany({ data: rows })
    await expect(issueChallenge(open(), { kind: 'sign-in' }, from)).rejects.toThrow('limit-reached')
    await issueChallenge(open(), { kind: 'sign-in' }, '203.0.113.98')
    pass(2000)
    await issueChallenge(open(), { kind: 'sign-in' }, from)
  })
})

describe('passkeys and the settings', () => {
  describeEachDatabase(
    'demanded of everyone',
    (open) => {
      useClock()
      const { add, alone, shown } = peopleOf(open)
      it('one opens everything, and the last stays', async () => {
        await createAdministrator(open(), operator, { name: 'Zoe', password })
        const { token, actor } = await signIn(open(), { name: 'Zoe', password }, browser())
        await expect(resolveWebSession(open(), token, '')).rejects.toThrow('enrolment-required')
        const { device } = await addPasskey(open(), actor, { password })
        expect(await resolveWebSession(open(), token, '')).toMatchObject({ id: actor.id })
        const { token: fresh } = await alone(device)
        expect(await resolveWebSession(open(), fresh, '')).toMatchObject({ id: actor.id })
        const remove = async () => {
          const [passkey] = (await factorState(open(), actor)).passkeys
          await removePasskey(open(), actor, passkey?.id ?? '', await shown(actor, device))
        }
        await expect(remove()).rejects.toThrow('second-factor-obligatory')
        const { secret } = await beginEnrolment(open(), actor, await shown(actor, device))
        // Begun is not set up.
        expect(secret).toHaveLength(32)
        await expect(remove()).rejects.toThrow('second-factor-obligatory')
        expect((await factorState(open(), actor)).passkeys).toHaveLength(1)
        await add('Other')
      })
    },
    { GATEHOUSE_SECOND_FACTOR: 'everyone' },
  )

  describeEachDatabase(
    'off',
    (open) => {
      useClock()
      const { add, alone, shown } = peopleOf(open)
      it('offers none, and still takes those that there are', async () => {
        const ann = await add('Ann')
        await expect(beginPasskey(open(), ann, { password })).rejects.toThrow('not-allowed')
        expect(await passkeysInUse(open())).toBe(false)
        const optional = { ...open(), config: { ...open().config, secondFactor: 'optional' as const } }
        const { device } = await addPasskey(optional, ann, { password })
        expect(await passkeysInUse(open())).toBe(true)
        const { actor } = await alone(device)
        const [passkey] = (await factorState(open(), actor)).passkeys
        await removePasskey(open(), actor, passkey?.id ?? '', await shown(actor, device))
      })
    },
    { GATEHOUSE_SECOND_FACTOR: 'off' },
  )

  describeEachDatabase(
    'an address without a name',
    (open) => {
      useClock()
      const { add, ask } = peopleOf(open)
      it('has none', async () => {
        const ann = await add('Ann')
        await expect(beginPasskey(open(), ann, { password })).rejects.toThrow('not-allowed')
        await expect(ask('sign-in')).rejects.toThrow('not-allowed')
      })
    },
    { GATEHOUSE_URL: 'https://203.0.113.7' },
  )
})
