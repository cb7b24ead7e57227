import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Outbox } from './outbox'

const bytes = (text: string) => new TextEncoder().encode(text)

/** A session that takes what arrives in order, over connections that break anywhere. */
type Step =
  | { kind: 'type'; size: number }
  | { kind: 'send'; limit: number }
  | { kind: 'lose'; arrived: number }
  | { kind: 'ack' }
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('type' as const), size: fc.integer({ min: 0, max: 20 }) }),
  fc.record({ kind: fc.constant('send' as const), limit: fc.integer({ min: 1, max: 15 }) }),
  fc.record({ kind: fc.constant('lose' as const), arrived: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ kind: fc.constant('ack' as const) }),
)

describe('what was typed', () => {
  it('arrives once and in order, wherever the connection breaks', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const outbox = new Outbox()
        const typed: number[] = []
        const arrived: number[] = []
        let onTheWay: number[] = []
        const arrive = (count: number) => arrived.push(...onTheWay.splice(0, count))
        for (const now of steps) {
          if (now.kind === 'type') {
            const piece = Uint8Array.from({ length: now.size }, (_, n) => (typed.length + n) % 251)
            typed.push(...piece)
            outbox.add(piece)
          } else if (now.kind === 'send') onTheWay.push(...(outbox.next(now.limit) ?? []))
          else if (now.kind === 'ack') {
            arrive(onTheWay.length)
            outbox.taken(arrived.length)
          } else {
            arrive(Math.floor(onTheWay.length * now.arrived))
            onTheWay = []
            outbox.resume(arrived.length)
          }
          expect(outbox.inFlight + outbox.unsent).toBeLessThanOrEqual(typed.length)
        }
        for (let more = outbox.next(7); more; more = outbox.next(7)) onTheWay.push(...more)
        arrive(onTheWay.length)
        expect(arrived).toEqual(typed)
      }),
    )
  })

  it('is dropped only where it was never sent', () => {
    const outbox = new Outbox()
    outbox.add(bytes('sent'))
    expect(outbox.next(100)).toEqual(bytes('sent'))
    outbox.add(bytes('held'))
    expect(outbox.discard()).toBe(4)
    expect(outbox.unsent).toBe(0)
    outbox.resume(2)
    expect(outbox.next(100)).toEqual(bytes('nt'))
    outbox.add(bytes('!'))
    expect(outbox.next(100)).toEqual(bytes('!'))
  })
})
