import { expect, it } from 'vitest'
import type { SessionLimits } from '@/core/sessions/order'
import { testLimits } from '../testing/keeper-client'
import { keeperAndHost } from '../testing/keeper-process'

const keeper = keeperAndHost()

const openShell = (limits: Partial<SessionLimits>) => keeper.openShell({ limits: { ...testLimits, ...limits } })
const warningsOf = (handle: number) =>
  keeper.client.heard.flatMap((heard) => (heard.type === 'warning' && heard.handle === handle ? [heard.warning] : []))

it('a session in which nobody types is warned and ended, whatever a program makes the terminal answer', async () => {
  const { client } = keeper
  const handle = await openShell({ idleMs: 2000 })
  let answers = 0
  client.react = (message) => {
    if (message.type !== 'output' || message.attachment !== handle) return
    if (!Buffer.from(message.bytes).includes('\u001b[6n')) return
    answers += 1
    client.type(handle, '\u001b[24;80R')
  }
  client.type(handle, String.raw`stty -echo; while printf '\033[6n'; do read -rsdR; sleep 0.05; done`)
  client.type(handle, '\r')
  const { warning } = await client.until(handle, 'warning')
  expect(warning).toEqual({ kind: 'idle', endsAt: expect.any(Number) })
  const before = answers
  expect(before).toBeGreaterThan(2)
  const { end, tally } = await client.until(handle, 'ended')
  expect(end.reason).toBe('idle-limit')
  expect(Date.now()).toBeGreaterThanOrEqual(warning.endsAt ?? 0)
  expect(answers).toBeGreaterThan(before)
  expect(warningsOf(handle)).toEqual([warning])
  expect(tally.recordingComplete).toBe(true)
})

it('a key averts it, and the time begins anew', async () => {
  const { client } = keeper
  const handle = await openShell({ idleMs: 1500 })
  const { warning: first } = await client.until(handle, 'warning')
  client.type(handle, ' ')
  await client.until(handle, 'warning', ({ warning }) => warning.endsAt === undefined)
  const { warning: second } = await client.until(
    handle,
    'warning',
    ({ warning }) => (warning.endsAt ?? 0) > (first.endsAt ?? 0),
  )
  expect((await client.until(handle, 'ended')).end.reason).toBe('idle-limit')
  expect(warningsOf(handle)).toEqual([first, { kind: 'idle' }, second])
})

it('a session that has been open for as long as it may is warned and ended, also while someone types', async () => {
  const { client } = keeper
  const handle = await openShell({ maxDurationMs: 1500, idleMs: 60_000 })
  let keys = 0
  client.react = (message) => {
    if (message.type !== 'output' || message.attachment !== handle) return
    keys += 1
    client.type(handle, '\r')
  }
  client.type(handle, '\r')
  const { state } = await client.until(handle, 'state', (heard) => heard.state.state === 'open')
  const { warning } = await client.until(handle, 'warning')
  const before = keys
  expect(warning.kind).toBe('duration')
  expect(warning.endsAt).toBeGreaterThanOrEqual((state.state === 'open' ? state.openedAt : Number.NaN) + 1500)
  expect((await client.until(handle, 'ended')).end.reason).toBe('duration-limit')
  expect(keys).toBeGreaterThan(before)
  expect(warningsOf(handle)).toEqual([warning])
})

it('a session waits for someone to come back, and ends when nobody does', async () => {
  const { client } = keeper
  const handle = await openShell({ detachGraceMs: 500 })
  client.send({ type: 'detach', attachment: handle })
  client.attach(handle, 1000)
  client.type(1000, 'echo back-$((40+2))\r')
  await client.untilOutput(1000, 'back-42')
  client.send({ type: 'detach', attachment: 1000 })
  const { end, tally } = await client.until(handle, 'ended')
  expect(end).toEqual({ reason: 'viewer-gone' })
  expect(tally.recordingComplete).toBe(true)
})
