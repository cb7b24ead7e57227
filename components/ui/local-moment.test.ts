import { describe, expect, it } from 'vitest'
import { fromLocal, toLocal } from './local-moment'

describe('a moment in a field', () => {
  it.each([
    ['2026-11-24T16:05', 'Asia/Shanghai', '2026-11-24T08:05:00.000Z'],
    ['2026-11-24T16:05', 'America/St_Johns', '2026-11-24T19:35:00.000Z'],
    ['2026-07-01T00:00', 'Europe/Berlin', '2026-06-30T22:00:00.000Z'],
    ['2026-03-29T03:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['2026-12-31T23:59', 'UTC', '2026-12-31T23:59:00.000Z'],
  ])('%s in %s is %s, and back', (text, zone, iso) => {
    expect(fromLocal(text, zone)?.toISOString()).toBe(iso)
    expect(toLocal(new Date(iso), zone)).toBe(text)
  })

  it('an hour that is skipped is some moment near it, and no date is none', () => {
    const skipped = fromLocal('2026-03-29T02:30', 'Europe/Berlin')?.getTime() ?? 0
    expect(Math.abs(skipped - Date.parse('2026-03-29T01:00:00Z'))).toBeLessThanOrEqual(3_600_000)
    expect(fromLocal('', 'UTC')).toBeUndefined()
    expect(fromLocal('soon', 'UTC')).toBeUndefined()
  })
})
