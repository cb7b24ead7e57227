import { describe, expect, it } from 'vitest'
import { eventTimes, fromShortened, toShortened } from './idle'

const cast = '{"version":3,"term":{"cols":80,"rows":24}}\n[0.5,"o","a"]\n[10,"o","[7,\\"o\\""]\n[1e-3,"x","0"]\n'

describe('a replay that skips silences', () => {
  it('knows when each event happened', () => {
    expect(eventTimes(cast)).toEqual([0.5, 10.5, 10.501])
  })

  it.each([
    [0.2, 0.2],
    [0.5, 0.5],
    [1.5, 1.5],
    [10.5, 2.5],
    [10.501, 2.501],
  ])('finds %s s at %s s, and back', (moment, shortened) => {
    const times = eventTimes(cast)
    expect(toShortened(times, moment)).toBeCloseTo(shortened)
    expect(fromShortened(times, shortened)).toBeCloseTo(moment)
  })

  it('waits at the limit in the middle of a silence', () => {
    expect(toShortened(eventTimes(cast), 8)).toBeCloseTo(2.5)
  })
})
