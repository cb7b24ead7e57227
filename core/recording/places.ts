import type { FileHandle } from 'node:fs/promises'
import {
  openBody,
  openRecordingFile,
  parsePrefix,
  type RecordingPlace,
  type RecordingSource,
  readExactly,
  readInto,
  recordingBegin,
} from './file'
import { framePrefixBytes, readVarint } from './format'

/** A place to begin reading at, and the output bytes before it. */
export interface KnownPlace {
  offset: number
  place: RecordingPlace
}

export const knownBegin: KnownPlace = { offset: 0, place: recordingBegin }

/** How far apart, in bytes of the file, frames are opened to see where they are in the output. */
const stepBytes = 1024 * 1024
const windowBytes = 64 * 1024

/**
 * Places in the order of the file, a step apart, from a known one on (not included) to the last that lies at or before
 * `offset`. Hops from frame to frame and opens few, so that the end of a long recording is near. What can't be read ends the
 * search. Throws `recording-unreadable` when there is no such file or it isn't a recording.
 */
export async function findPlaces(source: RecordingSource, offset: number, from = knownBegin): Promise<KnownPlace[]> {
  const file = await openRecordingFile(source)
  try {
    const found: KnownPlace[] = []
    let next = from.place.position + stepBytes
    for await (const place of hop(file, from.place)) {
      if (place.position < next) continue
      const before = await outputBefore(file, source, place)
      if (before === undefined || before > offset) break
      found.push({ offset: before, place })
      next = place.position + stepBytes
    }
    return found
  } finally {
    await file.close()
  }
}

/** Every frame's place from one on, by the lengths in front of the frames. */
async function* hop(file: FileHandle, from: RecordingPlace): AsyncGenerator<RecordingPlace> {
  const window = Buffer.alloc(windowBytes)
  let { position, index } = from
  for (;;) {
    const begin = position
    const length = await readInto(file, window, begin)
    if (length < framePrefixBytes) return
    while (position - begin + framePrefixBytes <= length) {
      yield { position, index }
      const prefix = parsePrefix(window, position - begin)
      if (!prefix) return
      position += framePrefixBytes + prefix.length
      index += 1
    }
  }
}

/** The output bytes before a frame, as it says itself; undefined when it isn't whole or doesn't open. */
async function outputBefore(
  file: FileHandle,
  source: RecordingSource,
  place: RecordingPlace,
): Promise<number | undefined> {
  const prefix = parsePrefix(
    (await readExactly(file, place.position, framePrefixBytes)) ?? Buffer.alloc(framePrefixBytes),
  )
  const body = prefix && (await readExactly(file, place.position + framePrefixBytes, prefix.length))
  if (!body) return undefined
  try {
    const plain = openBody(source, place.index, prefix.flags, body)
    return readVarint(plain, readVarint(plain, 0).next).value
  } catch {
    // Damage: whoever reads on from the place before finds it, and says so.
    return undefined
  }
}
