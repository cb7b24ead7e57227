import { Terminal } from '@xterm/headless'
import { afterEach, describe, expect, it } from 'vitest'
import { Feed } from './feed'

const feeds: Feed[] = []
afterEach(() => {
  for (const feed of feeds.splice(0)) feed.dispose()
})

function feedOf(sink: ConstructorParameters<typeof Feed>[0]): Feed {
  const feed = new Feed(sink)
  feeds.push(feed)
  return feed
}

describe('Feed', () => {
  it('has xterm read all in order, however much there is', async () => {
    const terminal = new Terminal({ allowProposedApi: true, scrollback: 1000 })
    const feed = feedOf(terminal)
    const order: number[] = []
    const lines = 200_000
    const text = new TextEncoder().encode(Array.from({ length: lines }, (_, line) => `\r\n${line}`).join(''))
    for (let at = 0, n = 0; at < text.length; at += 10_000, n++) {
      feed.write(text.subarray(at, at + 10_000), () => order.push(n))
    }
    await new Promise<void>((done) => feed.write('', done))
    expect(order).toEqual(order.map((_, index) => index))
    expect(order).toHaveLength(Math.ceil(text.length / 10_000))
    const { active } = terminal.buffer
    expect(active.getLine(active.baseY + active.cursorY)?.translateToString(true)).toBe(String(lines - 1))
    expect(active.getLine(0)?.translateToString(true)).toBe(String(lines - active.length))
  })

  it('is flooded while something waits, and while much comes', async () => {
    const feed = feedOf(new Terminal({ allowProposedApi: true }))
    const written = (text: string) => new Promise<void>((done) => feed.write(text, done))
    expect(feed.flooded).toBe(false)
    const little = written('one')
    expect(feed.flooded).toBe(true)
    await little
    expect(feed.flooded).toBe(false)
    await written('much'.repeat(10_000))
    expect(feed.flooded).toBe(true)
    feed.shown()
    expect(feed.flooded).toBe(false)
    await written('much'.repeat(10_000))
    // Nothing more has come for a while.
    await expect.poll(() => feed.flooded, { interval: 1 }).toBe(false)
  })

  it('hands over a batch and keeps the rest, so that the next one comes from a message', async () => {
    const handed: (() => void)[] = []
    const feed = feedOf({ write: (_data, parsed) => handed.push(parsed) })
    const piece = new Uint8Array(64 * 1024)
    for (let n = 0; n < 5; n++) feed.write(piece)
    expect(handed).toHaveLength(2)
    handed[0]?.()
    expect(handed).toHaveLength(2)
    handed[1]?.()
    expect(handed).toHaveLength(2)
    await expect.poll(() => handed.length).toBe(4)
  })
})
