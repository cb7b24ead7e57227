import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeMessage, FrameDecoder, FrameError } from './codec'
import { type KeeperMessage, maxFrameBytes, type PortalMessage } from './messages'

const screen = { offset: 2 ** 40, cols: 80, rows: 24, title: '標題', bytes: Buffer.from('\u001b[2J中') }
const messages: (PortalMessage | KeeperMessage)[] = [
  { type: 'hello', version: 2, portalId: 'p' },
  { type: 'input', attachment: 7, bytes: Buffer.from('中文') },
  { type: 'drawn', attachment: 7, total: 2 ** 40 },
  { type: 'want-taken', attachment: 7, total: 2 ** 33 },
  { type: 'taken', attachment: 7, total: 2 ** 33 },
  { type: 'resize', handle: 7, cols: 80, rows: 24 },
  { type: 'ping', nonce: 9 },
  { type: 'screen', attachment: 8, screen },
  { type: 'output', attachment: 8, bytes: Buffer.alloc(0) },
  { type: 'close', handle: 7, reason: 'shutdown' },
]

describe('the frames between portal and keeper', () => {
  it('arrive whole and in order however the stream is cut', () => {
    const stream = Buffer.concat(messages.flatMap(encodeMessage))
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sizes) => {
        const decoder = new FrameDecoder<PortalMessage | KeeperMessage>()
        const seen: (PortalMessage | KeeperMessage)[] = []
        for (let at = 0, n = 0; at < stream.length; n++) {
          const size = sizes[n % sizes.length] ?? 1
          seen.push(...decoder.push(stream.subarray(at, at + size)))
          at += size
        }
        expect(seen).toEqual(messages)
      }),
    )
  })

  it('are refused when too large, too short, unknown or unreadable', () => {
    const push = (...bytes: number[]) => new FrameDecoder().push(Buffer.from(bytes))
    expect(() => push(0xff, 0xff, 0xff, 0xff, 1)).toThrow(FrameError)
    expect(() => push(0, 0, 0, 0, 1)).toThrow(FrameError)
    expect(() => push(0, 0, 0, 1, 0x7f)).toThrow(FrameError)
    expect(() => push(0, 0, 0, 2, 0x01, 1)).toThrow(FrameError)
    expect(() => push(0, 0, 0, 2, 0x11, 0x7b)).toThrow(FrameError)
    expect(() => encodeMessage({ type: 'input', attachment: 1, bytes: Buffer.alloc(maxFrameBytes) })).toThrow(
      FrameError,
    )
  })

  it('never throw anything but a FrameError on garbage', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          new FrameDecoder().push(Buffer.from(bytes))
        } catch (error) {
          expect(error).toBeInstanceOf(FrameError)
        }
      }),
    )
  })
})
