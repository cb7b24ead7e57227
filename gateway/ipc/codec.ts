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

/** A last part of at least so many bytes is sent as it is: copying it costs more than naming two pieces to the system. */
const leastApart = 4096

/**
 * One message as a frame, in pieces to be sent one after the other; large bytes are a piece of their own, and not copied.
 * Throws {@link FrameError} when it is larger than a frame may be.
 */
export function encodeMessage(message: Message): Uint8Array[] {
  switch (message.type) {
    case 'input':
    case 'output':
      return frame(raw[message.type], 4, message.bytes, (head, at) => head.writeUInt32BE(message.attachment, at))
    case 'drawn':
    case 'taken':
    case 'want-taken':
      return frame(raw[message.type], 12, none, (head, at) => {
        head.writeUInt32BE(message.attachment, at)
        head.writeBigUInt64BE(BigInt(message.total), at + 4)
      })
    case 'ping':
      return frame(raw.ping, 4, none, (head, at) => head.writeUInt32BE(message.nonce, at))
    case 'screen': {
      const { bytes, ...rest } = message.screen
      const facts = Buffer.from(JSON.stringify(rest))
      return frame(raw.screen, 8 + facts.length, bytes, (head, at) => {
        head.writeUInt32BE(message.attachment, at)
        head.writeUInt32BE(facts.length, at + 4)
        head.set(facts, at + 8)
      })
    }
    default: {
      const { type, ...rest } = message
      return frame(json[type], 0, Buffer.from(JSON.stringify(rest)), () => {})
    }
  }
}

const none = new Uint8Array()

/** `write` puts `headBytes` of the payload at an offset; `rest` follows them. */
function frame(
  type: number,
  headBytes: number,
  rest: Uint8Array,
  write: (head: Buffer, at: number) => void,
): Uint8Array[] {
  const length = 1 + headBytes + rest.length
  if (length > maxFrameBytes) throw new FrameError('The frame is too large.')
  const apart = rest.length >= leastApart
  const head = Buffer.allocUnsafe(prefixBytes + headBytes + (apart ? 0 : rest.length))
  head.writeUInt32BE(length, 0)
  head.writeUInt8(type, 4)
  write(head, prefixBytes)
  if (apart) return [head, rest]
  head.set(rest, prefixBytes + headBytes)
  return [head]
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
    const bytes = this.buffered.length === 1 ? chunk : Buffer.concat(this.buffered)
    const messages: M[] = []
    const { taken, needed } = cutFrames<M>(bytes, (message) => messages.push(message))
    const rest = bytes.subarray(taken)
    this.neededBytes = needed
    this.buffered = rest.length > 0 ? [rest] : []
    this.bufferedBytes = rest.length
    return messages
  }
}

/** Room for a read of the socket while no longer frame is under way. */
const roomBytes = 256 * 1024

/**
 * The same for a socket that reads into memory of ours, always the same: nothing is allocated, and nothing is copied but
 * the beginning of a frame whose end has yet to come. What a message holds is its own only until `hear` returns.
 */
export class InPlaceDecoder<M extends Message> {
  private memory: Buffer = Buffer.allocUnsafeSlow(roomBytes)
  private filled = 0

  constructor(private readonly hear: (message: M) => void) {}

  /** Where the next bytes go. */
  get room(): Uint8Array {
    return this.memory.subarray(this.filled)
  }

  /** So many were put there. Throws {@link FrameError}: nothing after it can be trusted. */
  read(bytes: number): void {
    const held = this.memory.subarray(0, this.filled + bytes)
    const { taken, needed } = cutFrames<M>(held, this.hear)
    const rest = held.subarray(taken)
    this.filled = rest.length
    const memory = sized(this.memory, needed)
    if (taken > 0 || memory !== this.memory) memory.set(rest)
    this.memory = memory
  }
}

/** Memory with room for a frame of this size: the same, unless it is too small or larger than it need be. */
function sized(memory: Buffer, needed: number): Buffer {
  const wanted = Math.max(roomBytes, needed)
  return memory.length < wanted || (memory.length > roomBytes && wanted === roomBytes)
    ? Buffer.allocUnsafeSlow(wanted)
    : memory
}

/** Tells the frames that are whole; answers how many bytes they took, and how many must be there for the next. */
function cutFrames<M extends Message>(bytes: Buffer, hear: (message: M) => void): { taken: number; needed: number } {
  let taken = 0
  while (bytes.length - taken >= prefixBytes) {
    const length = bytes.readUInt32BE(taken)
    if (length < 1 || length > maxFrameBytes) throw new FrameError(`A frame of ${length} bytes is not allowed.`)
    const end = taken + 4 + length
    if (bytes.length < end) return { taken, needed: 4 + length }
    // The two directions share no type; which one M is, is the connection's side.
    hear(decode(bytes.readUInt8(taken + 4), bytes.subarray(taken + prefixBytes, end)) as M)
    taken = end
  }
  return { taken, needed: prefixBytes }
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
