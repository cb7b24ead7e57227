import { z } from 'zod'
import type { ScreenAt } from '@/core/sessions/wire'
import { type KeeperMessage, maxFrameBytes, type PortalMessage } from './messages'

/** Frame types as on the wire; docs/protocol.md has the same table. Those below 0x10 are raw, the others carry JSON. */
const raw = {
  input: 0x01,
  drawn: 0x02,
  output: 0x03,
  taken: 0x04,
  ping: 0x05,
  screen: 0x06,
  'want-taken': 0x07,
} as const
const json = {
  hello: 0x10,
  open: 0x11,
  resize: 0x12,
  answer: 0x13,
  close: 0x14,
  shutdown: 0x15,
  state: 0x16,
  prompt: 0x17,
  ended: 0x18,
  pong: 0x19,
  attach: 0x1a,
  detach: 0x1b,
  attached: 0x1c,
  release: 0x1d,
  warning: 0x1e,
} as const
const rawTypes = new Map<number, keyof typeof raw>(
  Object.entries(raw).map(([name, code]) => [code, name as keyof typeof raw]),
)
const jsonTypes = new Map<number, keyof typeof json>(
  Object.entries(json).map(([name, code]) => [code, name as keyof typeof json]),
)

type Message = PortalMessage | KeeperMessage

/** Bytes before the payload: u32 length of what follows, u8 type. */
const prefixBytes = 5

/** A peer that doesn't follow the format. The connection can't go on. */
export class FrameError extends Error {
  override readonly name = 'FrameError'
}

/** One message as a frame. Throws {@link FrameError} when it is larger than a frame may be. */
export function encodeMessage(message: Message): Buffer {
  switch (message.type) {
    case 'input':
    case 'output':
      return frame(raw[message.type], number(message.attachment), message.bytes)
    case 'drawn':
    case 'taken':
    case 'want-taken':
      return frame(raw[message.type], number(message.attachment), count(message.total))
    case 'ping':
      return frame(raw.ping, number(message.nonce))
    case 'screen': {
      const { bytes, ...rest } = message.screen
      const head = Buffer.from(JSON.stringify(rest))
      return frame(raw.screen, number(message.attachment), number(head.length), head, bytes)
    }
    default: {
      const { type, ...rest } = message
      return frame(json[type], Buffer.from(JSON.stringify(rest)))
    }
  }
}

function frame(type: number, ...payload: Uint8Array[]): Buffer {
  const length = 1 + payload.reduce((sum, part) => sum + part.length, 0)
  if (length > maxFrameBytes) throw new FrameError('The frame is too large.')
  const prefix = Buffer.allocUnsafe(prefixBytes)
  prefix.writeUInt32BE(length, 0)
  prefix.writeUInt8(type, 4)
  return Buffer.concat([prefix, ...payload])
}

function number(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4)
  bytes.writeUInt32BE(value, 0)
  return bytes
}

function count(total: number): Buffer {
  const bytes = Buffer.allocUnsafe(8)
  bytes.writeBigUInt64BE(BigInt(total), 0)
  return bytes
}

/** Both ends are ours and the socket's folder is 0700; the check is against damage and version mixes, so it stays shallow. */
const jsonBody = z.looseObject({ handle: z.number().int().optional() })

/** Cuts a stream of bytes into messages, wherever the chunks end. */
export class FrameDecoder<M extends Message> {
  private buffered: Buffer[] = []
  private bufferedBytes = 0
  /** How many must be there before the next frame is whole: no copying before that. */
  private neededBytes = prefixBytes

  /** Answers the messages that are whole by now. Throws {@link FrameError}: nothing after it can be trusted. */
  push(chunk: Buffer): M[] {
    this.buffered.push(chunk)
    this.bufferedBytes += chunk.length
    if (this.bufferedBytes < this.neededBytes) return []
    this.neededBytes = prefixBytes
    let bytes = this.buffered.length === 1 ? chunk : Buffer.concat(this.buffered)
    const messages: M[] = []
    while (bytes.length >= prefixBytes) {
      const length = bytes.readUInt32BE(0)
      if (length < 1 || length > maxFrameBytes) throw new FrameError(`A frame of ${length} bytes is not allowed.`)
      if (bytes.length < 4 + length) {
        this.neededBytes = 4 + length
        break
      }
      // The two directions share no type; which one M is, is the connection's side.
      messages.push(decode(bytes.readUInt8(4), bytes.subarray(prefixBytes, 4 + length)) as M)
      bytes = bytes.subarray(4 + length)
    }
    this.buffered = bytes.length > 0 ? [bytes] : []
    this.bufferedBytes = bytes.length
    return messages
  }
}

function decode(code: number, payload: Buffer): Message {
  const rawType = rawTypes.get(code)
  if (rawType) return decodeRaw(rawType, payload)
  const type = jsonTypes.get(code)
  if (!type) throw new FrameError(`Frame type ${code} is unknown.`)
  try {
    // The shape belongs to our own peer; see jsonBody.
    return { ...jsonBody.parse(JSON.parse(payload.toString('utf8'))), type } as unknown as Message
  } catch (cause) {
    throw new FrameError(`A frame of type ${type} can't be read.`, { cause })
  }
}

function decodeRaw(type: keyof typeof raw, payload: Buffer): Message {
  const needed = { input: 4, output: 4, ping: 4, drawn: 12, taken: 12, 'want-taken': 12, screen: 8 }[type]
  if (payload.length < needed) throw new FrameError(`A frame of type ${type} is too short.`)
  const attachment = payload.readUInt32BE(0)
  switch (type) {
    case 'input':
    case 'output':
      return { type, attachment, bytes: payload.subarray(4) }
    case 'drawn':
    case 'taken':
    case 'want-taken':
      return { type, attachment, total: Number(payload.readBigUInt64BE(4)) }
    case 'ping':
      return { type, nonce: attachment }
    case 'screen':
      return { type, attachment, screen: decodeScreen(payload.subarray(4)) }
  }
}

const screenHead = z.object({ offset: z.number(), cols: z.number(), rows: z.number(), title: z.string() })

function decodeScreen(payload: Buffer): ScreenAt {
  const end = 4 + payload.readUInt32BE(0)
  try {
    return { ...screenHead.parse(JSON.parse(payload.toString('utf8', 4, end))), bytes: payload.subarray(end) }
  } catch (cause) {
    throw new FrameError("A frame of type screen can't be read.", { cause })
  }
}
