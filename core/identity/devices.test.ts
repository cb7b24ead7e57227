import { expect, it, vi } from 'vitest'
import type { UserActor } from '../actor'
import { addTestUser, describeEachDatabase, type TestPlatform } from '../testing/platform'
import { resolveApiToken } from './api-token-use'
import { createPersonalToken } from './api-tokens'
import { maxDevices, newForMs } from './devices'
import { confirmDevice, disownDevice, listDevices, newDevices } from './own-devices'
import { beginWebSession } from './sign-in'
import { newToken } from './tokens'
import { resolveWebSession } from './web-sessions'

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0'

/** Signs someone in, as every way in does. */
async function enter(platform: TestPlatform, user: UserActor, device: string | null, clientAddress = '192.0.2.1') {
  const { token, actor } = await beginWebSession(
    platform,
    { ...user, role: user.role.key },
    { clientAddress, userAgent: firefox, device },
  )
  return { token, actor }
}

describeEachDatabase('known devices', (open) => {
  const alarms = (user: UserActor) =>
    open().db.auditEvent.findMany({
      where: { action: 'sign-in.new-device', actorId: user.id },
      orderBy: { seq: 'asc' },
    })
  /** Someone who has signed in on a first device. */
  const person = async () => {
    const user = await addTestUser(open(), 'operator')
    const cookie = newToken()
    return { user, cookie, first: (await enter(open(), user, cookie)).actor }
  }

  it('are expected the first time, and known again', async () => {
    const { user, cookie, first } = await person()
    expect(await alarms(user)).toEqual([])
    const { actor } = await enter(open(), user, cookie, '192.0.2.2')
    expect(await alarms(user)).toEqual([])
    const { devices, mayConfirm } = await listDevices(open(), actor)
    expect(devices).toMatchObject([{ label: 'Firefox · Linux', address: '192.0.2.2', current: true, isNew: false }])
    expect(mayConfirm).toBe(true)
    expect(await newDevices(open(), first)).toEqual([])
    const rows = JSON.stringify([await open().db.knownDevice.findMany(), await open().db.auditEvent.findMany()])
    expect(rows).not.toContain(cookie)
  })

  it('that are new are an event and shown to their owner everywhere but there', async () => {
    const { user, first } = await person()
    const { actor: other } = await enter(open(), user, newToken(), '198.51.100.66')
    expect(await alarms(user)).toMatchObject([
      { outcome: 'success', clientAddress: '198.51.100.66', detail: '{"device":"Firefox · Linux"}' },
    ])
    expect(await newDevices(open(), first)).toMatchObject([{ label: 'Firefox · Linux', address: '198.51.100.66' }])
    expect(await newDevices(open(), other)).toEqual([])
    // Without a cookie, and with one that belongs to another person's browser: new each time.
    const stranger = await person()
    await enter(open(), user, null)
    await enter(open(), user, null)
    await enter(open(), user, stranger.cookie)
    expect(await alarms(user)).toHaveLength(4)
    expect(await newDevices(open(), first)).toHaveLength(4)
    expect(await newDevices(open(), stranger.first)).toEqual([])
  })

  it('are confirmed by their owner, and never by a new one', async () => {
    const { user, cookie, first } = await person()
    const [one, two] = [await enter(open(), user, newToken()), await enter(open(), user, newToken())]
    const [newest, older] = await newDevices(open(), first)
    if (!newest || !older) throw new Error('two are new')
    for (const id of [newest.id, older.id]) {
      await expect(confirmDevice(open(), one.actor, id)).rejects.toMatchObject({ code: 'not-allowed' })
      await expect(confirmDevice(open(), two.actor, id)).rejects.toMatchObject({ code: 'not-allowed' })
    }
    expect((await listDevices(open(), two.actor)).mayConfirm).toBe(false)
    await expect(confirmDevice(open(), (await person()).first, older.id)).rejects.toThrow('not-found')
    await confirmDevice(open(), first, older.id)
    expect((await newDevices(open(), first)).map(({ id }) => id)).toEqual([newest.id])
    // Now it is one of theirs.
    await confirmDevice(open(), one.actor, newest.id)
    expect(await newDevices(open(), first)).toEqual([])
    await enter(open(), user, cookie)
    expect(await alarms(user)).toHaveLength(2)
  })

  it('that are not theirs are signed out, with the tokens made there, and are new when they come back', async () => {
    const { user, first } = await person()
    const cookie = newToken()
    const intruder = await enter(open(), user, cookie)
    const made = await createPersonalToken(open(), intruder.actor, {
      name: 'way back',
      scopes: ['hosts:read'],
      days: 90,
    })
    const own = await createPersonalToken(open(), first, { name: 'own', scopes: ['hosts:read'], days: 90 })
    const [device] = await newDevices(open(), first)
    const id = device?.id ?? ''
    await expect(disownDevice(open(), intruder.actor, id)).rejects.toThrow('not-found')
    await expect(disownDevice(open(), (await person()).first, id)).rejects.toThrow('not-found')
    const cutOff = vi.spyOn(open().live, 'endWebSession').mockImplementation(async () => {})
    await disownDevice(open(), first, id)
    expect(cutOff.mock.calls).toEqual([[intruder.actor.webSessionId]])
    cutOff.mockRestore()
    expect(await resolveWebSession(open(), intruder.token, '')).toBeNull()
    await expect(resolveApiToken(open(), made.token, '')).rejects.toThrow('token-invalid')
    expect((await resolveApiToken(open(), own.token, '')).id).toBe(user.id)
    expect(await newDevices(open(), first)).toEqual([])
    const event = await open().db.auditEvent.findFirst({ where: { action: 'device.disown', actorId: user.id } })
    expect(JSON.parse(event?.detail ?? '')).toMatchObject({ revokedTokens: ['way back'] })
    await enter(open(), user, cookie)
    expect(await newDevices(open(), first)).toHaveLength(1)
  })

  it('are pointed out for a month, and forgotten when there are too many', async () => {
    const { user, first } = await person()
    const intruder = await enter(open(), user, newToken())
    const long = new Date(Date.now() - newForMs - 1000)
    await open().db.knownDevice.updateMany({
      where: { userId: user.id },
      data: { firstSeenAt: long, lastSeenAt: long },
    })
    expect(await newDevices(open(), first)).toEqual([])
    expect((await listDevices(open(), intruder.actor)).mayConfirm).toBe(true)
    for (let n = 0; n < maxDevices; n++) await enter(open(), user, newToken())
    expect(await open().db.knownDevice.count({ where: { userId: user.id } })).toBe(maxDevices)
    // Pushing one's own row out makes nobody trusted.
    expect((await listDevices(open(), intruder.actor)).mayConfirm).toBe(false)
  })

  it('count for the sign-ins from before they were known, too', async () => {
    const user = await addTestUser(open(), 'operator')
    await open().db.user.update({ where: { id: user.id }, data: { lastSignInAt: new Date(0) } })
    await enter(open(), user, newToken())
    // The web session from before.
    expect(await newDevices(open(), user)).toHaveLength(1)
    expect((await listDevices(open(), user)).mayConfirm).toBe(true)
  })
})
