import { type FileHandle, open } from 'node:fs/promises'
import { GatehouseError } from '../errors'
import { framePrefixBytes, magic, maxFrameBytes, olderMagic, openFrame, tagBytes } from './format'
import { unpack } from './packing'

export interface RecordingSource {
  path: string
  key: Uint8Array
  sessionId: string
}

/** Where a frame begins: its byte in the file, and its index. Only places that a reader answered are valid. */
export interface RecordingPlace {
  position: number
  index: number
}

/** The first frame's place. */
export const recordingBegin: RecordingPlace = { position: magic.length, index: 0 }

/** What stands before a frame's body. */
export interface FramePrefix {
  /** Bytes of the body. */
  length: number
  flags: number
}

/** Opens a recording's file. Throws `recording-unreadable` when there is none or it isn't one. */
export async function openRecordingFile(source: RecordingSource): Promise<FileHandle> {
  const file = await open(source.path, 'r').catch((cause: unknown) => {
    throw new GatehouseError('recording-unreadable', {}, {}, { cause })
  })
  try {
    const first = await readExactly(file, 0, magic.length)
    if (!first?.equals(magic) && !first?.equals(olderMagic)) throw new GatehouseError('recording-unreadable')
    return file
  } catch (error) {
    await file.close()
    throw error
  }
}

/** The bytes at a position; undefined when the file ends before their end. */
export async function readExactly(file: FileHandle, position: number, length: number): Promise<Buffer | undefined> {
  const buffer = Buffer.alloc(length)
  const done = await readInto(file, buffer, position)
  return done === length ? buffer : undefined
}

/** Fills the buffer from a position on, as far as the file goes; answers how many bytes it got. */
export async function readInto(file: FileHandle, buffer: Buffer, position: number): Promise<number> {
  let done = 0
  while (done < buffer.length) {
    const { bytesRead } = await file.read(buffer, done, buffer.length - done, position + done)
    if (bytesRead === 0) break
    done += bytesRead
  }
  return done
}

/** Undefined when the length is impossible. */
export function parsePrefix(bytes: Buffer, at = 0): FramePrefix | undefined {
  const length = bytes.readUInt32BE(at)
  const flags = bytes.readUInt8(at + framePrefixBytes - 1)
  return length < tagBytes || length > maxFrameBytes ? undefined : { length, flags }
}

/** A frame's plain text. Throws when its tag or what is packed in it is wrong. */
export function openBody(source: RecordingSource, index: number, flags: number, body: Buffer): Uint8Array {
  return unpack(flags, openFrame(source.key, source.sessionId, index, flags, body))
}
