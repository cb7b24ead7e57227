import { describe, expect, it } from 'vitest'
import { nextOpening } from './opening'

const weekdays = { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }
const night = { days: [6], from: '22:30', to: '06:00' }

describe('when a schedule opens again', () => {
  it.each([
    ['in the evening', 'Europe/Berlin', [weekdays], '2026-11-25T19:00Z', '2026-11-26T08:00:00.000Z'],
    ['in the morning', 'Europe/Berlin', [weekdays], '2026-11-26T05:00Z', '2026-11-26T08:00:00.000Z'],
    ['at the weekend', 'Asia/Shanghai', [weekdays], '2026-11-28T05:00Z', '2026-11-30T01:00:00.000Z'],
    ['before the other window', 'UTC', [weekdays, night], '2026-11-28T05:00Z', '2026-11-28T22:30:00.000Z'],
    ['after the clock is put forward', 'Europe/Berlin', [weekdays], '2026-03-28T12:00Z', '2026-03-30T07:00:00.000Z'],
    ['a week later', 'UTC', [night], '2026-11-28T22:30Z', '2026-12-05T22:30:00.000Z'],
  ])('%s', (_, timeZone, windows, at, expected) => {
    const found = nextOpening({ timeZone, windows }, Date.parse(at))
    expect(found === null ? null : new Date(found).toISOString()).toBe(expected)
  })
})
