import { describe, expect, it } from 'vitest'
import { firstWindowBytes, ViewerWindow } from './viewer-window'

/** A viewer that draws at this pace (bytes/ms) for so long, told every 32 KiB; `full`: there is always more than its window. */
function draw(window: ViewerWindow, pace: number, forMs: number, full: boolean, from = 0): number {
  const step = 32 * 1024
  let now = from
  while (now < from + forMs) {
    if (full) window.filled()
    now += step / pace
    window.drew(step, now)
  }
  return now
}

describe("a viewer's window", () => {
  it('is what a slow viewer draws in 60 ms', () => {
    const window = new ViewerWindow()
    window.begins(0)
    draw(window, 2000, 500, true)
    expect(window.bytes).toBeGreaterThan(100_000)
    expect(window.bytes).toBeLessThan(130_000)
    draw(window, 200, 2000, true, 1000)
    expect(window.bytes).toBe(32 * 1024)
  })

  it('grows to its most with a viewer that draws all it gets', () => {
    const window = new ViewerWindow()
    window.begins(0)
    draw(window, 30_000, 200, true)
    expect(window.bytes).toBe(1024 * 1024)
  })

  it('does not shrink because the host had nothing to say', () => {
    const window = new ViewerWindow()
    window.begins(0)
    let now = draw(window, 30_000, 200, true)
    for (let n = 0; n < 50; n++) {
      window.begins(now)
      now += 25
      window.drew(5000, now)
      now += 500
    }
    expect(window.bytes).toBe(1024 * 1024)
    const fresh = new ViewerWindow()
    fresh.begins(0)
    draw(fresh, 100, 1000, false)
    expect(fresh.bytes).toBe(firstWindowBytes)
  })

  it('shrinks for a viewer that has become slow, and recovers', () => {
    const window = new ViewerWindow()
    window.begins(0)
    let now = draw(window, 30_000, 200, true)
    now = draw(window, 500, 1000, true, now)
    expect(window.bytes).toBe(32 * 1024)
    draw(window, 30_000, 300, true, now)
    expect(window.bytes).toBe(1024 * 1024)
  })
})
