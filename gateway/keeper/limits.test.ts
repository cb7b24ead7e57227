import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Limits } from './limits'

const minute = 60_000
const key = Buffer.from('a')
const cursor = Buffer.from('\u001b[24;80R')

let events: unknown[]
beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
  events = []
})
afterEach(() => {
  vi.useRealTimers()
})

/** What happened since it was asked last. */
const heard = () => events.splice(0)
const later = (ms: number) => {
  vi.advanceTimersByTime(ms)
  return heard()
}

function opened(limits: { idleMs?: number; maxDurationMs?: number }): Limits {
  const clocks = new Limits(
    { idleMs: 0, maxDurationMs: 0, ...limits },
    { warn: (warning) => events.push(warning), end: (reason) => events.push(reason) },
  )
  clocks.opened()
  return clocks
}

describe('the idle limit', () => {
  it('is announced a minute before, to whoever attaches too, and ends the session', () => {
    const clocks = opened({ idleMs: 10 * minute })
    const warning = { kind: 'idle', endsAt: 10 * minute }
    expect(later(9 * minute - 1)).toEqual([])
    expect(clocks.warnings).toEqual([])
    expect(later(1)).toEqual([warning])
    expect(clocks.warnings).toEqual([warning])
    expect(later(minute - 1)).toEqual([])
    expect(later(1)).toEqual(['idle-limit'])
  })

  it('begins anew with what is typed, before it was announced and after', () => {
    const clocks = opened({ idleMs: 10 * minute })
    expect(later(8 * minute)).toEqual([])
    clocks.input(key)
    expect(later(9 * minute - 1)).toEqual([])
    expect(later(1)).toEqual([{ kind: 'idle', endsAt: 18 * minute }])
    clocks.input(key)
    expect(heard()).toEqual([{ kind: 'idle' }])
    expect(clocks.warnings).toEqual([])
    expect(later(9 * minute)).toEqual([{ kind: 'idle', endsAt: 27 * minute }])
    expect(later(minute)).toEqual(['idle-limit'])
  })

  it('hears nothing of what the terminal answers, not even in pieces', () => {
    const clocks = opened({ idleMs: 10 * minute })
    const asked = setInterval(() => {
      clocks.input(cursor)
      clocks.input(Buffer.concat([cursor, cursor.subarray(0, 4)]))
      clocks.input(cursor.subarray(4))
    }, 1000)
    expect(later(9 * minute)).toEqual([{ kind: 'idle', endsAt: 10 * minute }])
    expect(later(minute)).toEqual(['idle-limit'])
    clearInterval(asked)
  })

  it('that is shorter than two minutes is announced at its half', () => {
    opened({ idleMs: minute })
    expect(later(minute / 2 - 1)).toEqual([])
    expect(later(1)).toEqual([{ kind: 'idle', endsAt: minute }])
    expect(later(minute / 2)).toEqual(['idle-limit'])
  })
})

describe('the limit of duration', () => {
  it('is announced a minute before and ends the session, whatever is typed', () => {
    const clocks = opened({ maxDurationMs: 60 * minute })
    const typing = setInterval(() => clocks.input(key), 1000)
    const warning = { kind: 'duration', endsAt: 60 * minute }
    expect(later(59 * minute - 1)).toEqual([])
    expect(later(1)).toEqual([warning])
    expect(clocks.warnings).toEqual([warning])
    expect(later(minute - 1)).toEqual([])
    expect(later(1)).toEqual(['duration-limit'])
    clearInterval(typing)
  })

  it('threatens beside the idle limit', () => {
    const clocks = opened({ idleMs: 10 * minute, maxDurationMs: 10 * minute })
    later(9 * minute)
    expect(clocks.warnings.map(({ kind }) => kind).sort()).toEqual(['duration', 'idle'])
    clocks.input(key)
    expect(clocks.warnings.map(({ kind }) => kind)).toEqual(['duration'])
  })
})

describe('a session that nobody looks at', () => {
  it('ends after the time that it waits for someone', () => {
    opened({}).detached(30 * minute)
    expect(later(30 * minute - 1)).toEqual([])
    expect(later(1)).toEqual(['viewer-gone'])
  })

  it('goes on when someone comes in time, and waits as long when they leave again', () => {
    const clocks = opened({})
    clocks.detached(30 * minute)
    expect(later(29 * minute)).toEqual([])
    clocks.attached()
    expect(later(60 * minute)).toEqual([])
    clocks.detached(30 * minute)
    expect(later(30 * minute)).toEqual(['viewer-gone'])
  })

  it('ends at once where it is not to wait', () => {
    opened({}).detached(0)
    expect(later(0)).toEqual(['viewer-gone'])
  })
})

it('no clock runs where there is no limit, before the shell is open, or when the session is over', () => {
  const silent = new Limits(
    { idleMs: minute, maxDurationMs: minute },
    { warn: (warning) => events.push(warning), end: (reason) => events.push(reason) },
  )
  expect(later(24 * 60 * minute)).toEqual([])
  silent.stop()
  opened({})
  expect(vi.getTimerCount()).toBe(0)
  const over = opened({ idleMs: minute, maxDurationMs: minute })
  over.detached(minute)
  over.stop()
  over.detached(minute)
  expect(vi.getTimerCount()).toBe(0)
})
