import { describe, expect, it } from 'vitest'
import { type Allowance, takeOne } from './request-rate'

describe("a token's allowance of requests", () => {
  const spend = (count: number, now: number, before?: Allowance) => {
    let [after, passed] = [before, 0]
    for (let n = 0; n < count; n++) {
      const taken = takeOne(after, 60, now)
      after = taken.after
      if (taken.waitMs === 0) passed++
    }
    return { after, passed }
  }

  it("is a minute's worth at once, and then comes back evenly", () => {
    const first = spend(100, 0)
    expect(first.passed).toBe(60)
    expect(takeOne(first.after, 60, 0).waitMs).toBe(1000)
    expect(takeOne(first.after, 60, 250).waitMs).toBe(750)
    expect(spend(100, 10_000, first.after).passed).toBe(10)
    expect(spend(100, 3_600_000, first.after).passed).toBe(60)
  })

  it('does not grow when the clock goes back', () => {
    const { after } = spend(60, 100_000)
    expect(spend(10, 0, after).passed).toBe(0)
  })
})
