import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endOf, isWithin, type Schedule } from './schedule'
import { isTimeZone, offsetAt } from './time-zone'

const weekdays = [1, 2, 3, 4, 5]
const everyDay = [1, 2, 3, 4, 5, 6, 7]
const berlin = (days: number[], from: string, to: string): Schedule => ({
  timeZone: 'Europe/Berlin',
  windows: [{ days, from, to }],
})
const at = (iso: string) => Date.parse(iso)
const end = (schedule: Schedule, iso: string) => {
  const moment = endOf(schedule, at(iso))
  return moment === null ? null : new Date(moment).toISOString()
}

describe('weekdays and hours', () => {
  it.each([
    // 2026-11-25 is a Wednesday; Berlin is an hour ahead of UTC then.
    ['2026-11-25T07:59:59.999Z', false],
    ['2026-11-25T08:00:00Z', true],
    ['2026-11-25T16:59:59.999Z', true],
    ['2026-11-25T17:00:00Z', false],
    ['2026-11-28T10:00:00Z', false],
    // In summer it is two.
    ['2026-07-01T07:00:00Z', true],
    ['2026-07-01T16:00:00Z', false],
  ])('from nine to six on weekdays: %s %s', (iso, expected) => {
    expect(isWithin(berlin(weekdays, '09:00', '18:00'), at(iso))).toBe(expected)
  })

  it.each([
    ['2026-11-27T20:59:00Z', false],
    ['2026-11-27T21:00:00Z', true],
    // Saturday morning still belongs to Friday's night.
    ['2026-11-28T04:59:59Z', true],
    ['2026-11-28T05:00:00Z', false],
    ['2026-11-28T22:00:00Z', false],
  ])('a night that begins on Friday at ten: %s %s', (iso, expected) => {
    expect(isWithin(berlin([5], '22:00', '06:00'), at(iso))).toBe(expected)
  })

  it('goes over the end of the week', () => {
    expect(isWithin(berlin([7], '22:00', '06:00'), at('2026-11-30T04:00:00Z'))).toBe(true)
    expect(end(berlin([7], '22:00', '06:00'), '2026-11-30T04:00:00Z')).toBe('2026-11-30T05:00:00.000Z')
    expect(end(berlin([7], '22:00', '06:00'), '2026-11-29T22:00:00Z')).toBe('2026-11-30T05:00:00.000Z')
  })

  it('ends when the last of the windows that touch ends', () => {
    const schedule: Schedule = {
      timeZone: 'UTC',
      windows: [
        { days: [3], from: '09:00', to: '12:00' },
        { days: [3], from: '11:00', to: '24:00' },
        { days: [4], from: '00:00', to: '01:30' },
      ],
    }
    expect(end(schedule, '2026-11-25T10:00:00Z')).toBe('2026-11-26T01:30:00.000Z')
    expect(end(berlin(everyDay, '00:00', '24:00'), '2026-11-25T10:00:00Z')).toBeNull()
    expect(end(berlin(everyDay, '05:00', '05:00'), '2026-11-25T10:00:00Z')).toBeNull()
  })

  it('is right when the clock is put forward and back', () => {
    // 2026-03-29 02:00 becomes 03:00 in Berlin; a window that ends in the hour that isn't ends as it begins.
    expect(end(berlin([6], '22:00', '02:30'), '2026-03-28T22:00:00Z')).toBe('2026-03-29T01:00:00.000Z')
    expect(end(berlin([6], '22:00', '06:00'), '2026-03-28T22:00:00Z')).toBe('2026-03-29T04:00:00.000Z')
    // 2026-10-25 03:00 becomes 02:00: the hour comes twice, and both count.
    expect(end(berlin([6], '22:00', '02:30'), '2026-10-24T22:00:00Z')).toBe('2026-10-25T00:30:00.000Z')
    expect(isWithin(berlin([6], '22:00', '02:30'), at('2026-10-25T00:45:00Z'))).toBe(false)
    expect(isWithin(berlin([6], '22:00', '02:30'), at('2026-10-25T01:15:00Z'))).toBe(true)
    expect(end(berlin([6], '22:00', '06:00'), '2026-10-24T22:00:00Z')).toBe('2026-10-25T05:00:00.000Z')
    // By half an hour, on Lord Howe Island.
    expect(offsetAt('Australia/Lord_Howe', at('2026-07-01T00:00:00Z'))).toBe(10.5 * 3_600_000)
    expect(offsetAt('Australia/Lord_Howe', at('2026-01-01T00:00:00Z'))).toBe(11 * 3_600_000)
  })

  it('holds up to its end and not at it, in every zone', () => {
    const time = fc.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.constantFrom(0, 1, 15, 30, 59) })
    const text = ({ hour, minute }: { hour: number; minute: number }) =>
      `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
    const schedules: fc.Arbitrary<Schedule> = fc.record({
      timeZone: fc.constantFrom(
        'UTC',
        'Europe/Berlin',
        'America/New_York',
        'Australia/Lord_Howe',
        'Asia/Kathmandu',
        'Pacific/Apia',
      ),
      windows: fc.array(
        fc.record({ days: fc.subarray(everyDay, { minLength: 1 }), from: time.map(text), to: time.map(text) }),
        { minLength: 1, maxLength: 3 },
      ),
    })
    const moments = fc.oneof(
      fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-01-01T00:00:00Z') }),
      // Around changes of the clock.
      fc.integer({ min: at('2026-03-28T18:00:00Z'), max: at('2026-03-29T06:00:00Z') }),
      fc.integer({ min: at('2026-10-24T18:00:00Z'), max: at('2026-10-25T06:00:00Z') }),
    )
    fc.assert(
      fc.property(schedules, moments, fc.double({ min: 0, max: 1, noNaN: true }), (schedule, moment, share) => {
        if (!isWithin(schedule, moment)) return
        const ends = endOf(schedule, moment)
        if (ends === null) return
        expect(ends).toBeGreaterThan(moment)
        expect(isWithin(schedule, ends)).toBe(false)
        expect(isWithin(schedule, ends - 1)).toBe(true)
        expect(isWithin(schedule, Math.floor(moment + share * (ends - 1 - moment)))).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('knows zones by their names alone', () => {
    expect(['UTC', 'Europe/Berlin', 'America/Argentina/Ushuaia', 'Etc/GMT+3'].map(isTimeZone)).toEqual([
      true,
      true,
      true,
      true,
    ])
    expect(['', 'Mars/Olympus', '+05:30', 'x'.repeat(100), 'Europe/Ber lin'].some(isTimeZone)).toBe(false)
  })
})
