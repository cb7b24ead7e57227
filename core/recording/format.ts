import { type CipherGCM, createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto'

/** docs/recording-format.md specifies this file byte by byte. */
export const magic = Buffer.from('GHREC\x00\x02\n', 'latin1')
/** How files of version 1 begin, which have no Brotli in them: they are read as they are. */
export const olderMagic = Buffer.from('GHREC\x00\x01\n', 'latin1')

/** Bytes before a frame's sealed body: u32 length of the body, u8 flags. */
export const framePrefixBytes = 5
export const tagBytes = 16

/** The most a sealed body may hold; a longer length field is damage. */
export const maxFrameBytes = 8 * 1024 * 1024

export const frameFlags = { deflated: 1, final: 2, brotli: 4, plain: 8 } as const

export const eventTypes = { header: 0, output: 1, input: 2, resize: 3, mark: 4, exit: 5, end: 6 } as const
export type EventType = (typeof eventTypes)[keyof typeof eventTypes]

/**
 * Seals one recording's frames in order: AES-256-GCM over the (packed) events. The key is the recording's own and each index
 * is used once, so the index serves as the nonce; the session's id, the index and the flags are bound as additional data.
 */
export class FrameSealer {
  private readonly key: KeyObject
  private readonly bound: Buffer
  private index = 0
  private prepared: CipherGCM | undefined

  constructor(key: Uint8Array, sessionId: string) {
    this.key = createSecretKey(key)
    this.bound = additionalData(sessionId, 0, 0)
  }

  /** Makes the next frame's cipher, so that whoever waits for the frame need not wait for that too. */
  prepare(): void {
    this.prepared ??= createCipheriv('aes-256-gcm', this.key, nonce(this.index))
  }

  /** The next frame. */
  seal(flags: number, plain: Uint8Array): Buffer {
    const cipher = this.prepared ?? createCipheriv('aes-256-gcm', this.key, nonce(this.index))
    this.prepared = undefined
    bind(this.bound, this.index, flags)
    this.index += 1
    cipher.setAAD(this.bound)
    const body = cipher.update(plain)
    cipher.final()
    const frame = Buffer.allocUnsafe(framePrefixBytes + body.length + tagBytes)
    frame.writeUInt32BE(body.length + tagBytes, 0)
    frame.writeUInt8(flags, 4)
    frame.set(body, framePrefixBytes)
    frame.set(cipher.getAuthTag(), framePrefixBytes + body.length)
    return frame
  }
}

/** The reverse of {@link FrameSealer.seal}; throws when the body was altered, moved or sealed for another recording. */
export function openFrame(key: Uint8Array, sessionId: string, index: number, flags: number, body: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce(index))
  decipher.setAAD(additionalData(sessionId, index, flags))
  decipher.setAuthTag(body.subarray(body.length - tagBytes))
  const plain = decipher.update(body.subarray(0, body.length - tagBytes))
  // Throws when the tag is wrong, and has nothing to add: GCM is a stream cipher.
  decipher.final()
  return plain
}

function nonce(index: number): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeBigUInt64BE(BigInt(index), 4)
  return bytes
}

function additionalData(sessionId: string, index: number, flags: number): Buffer {
  const head = `gatehouse recording ${sessionId} `
  const bytes = Buffer.allocUnsafe(head.length + 9)
  bytes.write(head, 'latin1')
  return bind(bytes, index, flags)
}

/** Puts a frame's index and flags at the end of its additional data. */
function bind(bytes: Buffer, index: number, flags: number): Buffer {
  bytes.writeBigUInt64BE(BigInt(index), bytes.length - 9)
  bytes.writeUInt8(flags, bytes.length - 1)
  return bytes
}

/** The most bytes that a {@link putVarint} takes. */
export const varintBytes = 8

/** Writes an unsigned LEB128 number, up to 2^53 - 1, at `offset`; answers the offset behind it. */
export function putVarint(bytes: Uint8Array, offset: number, value: number): number {
  let rest = value
  let at = offset
  while (rest >= 0x80) {
    bytes[at++] = (rest % 0x80) | 0x80
    rest = Math.floor(rest / 0x80)
  }
  bytes[at++] = rest
  return at
}

/** Reads what {@link putVarint} wrote at `offset`; throws a RangeError when it runs past the end or past 2^53. */
export function readVarint(bytes: Uint8Array, offset: number): { value: number; next: number } {
  let value = 0
  let factor = 1
  for (let at = offset; ; at++) {
    const byte = bytes[at]
    if (byte === undefined || factor > 2 ** 49) throw new RangeError('not a number')
    value += (byte & 0x7f) * factor
    if (byte < 0x80) return { value, next: at + 1 }
    factor *= 0x80
  }
}
