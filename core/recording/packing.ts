import { promisify } from 'node:util'
import { brotliCompress, brotliCompressSync, brotliDecompressSync, constants, inflateRawSync } from 'node:zlib'
import { frameFlags, maxFrameBytes } from './format'

const packAside = promisify(brotliCompress)

/** Below this, packing costs more than it saves. */
const leastPacked = 256
/** Above this, packing runs beside the event loop: it takes some 3 µs a KiB. */
const mostInline = 160 * 1024

/** A frame's plain text as it is sealed, and the flag that says how. */
export interface Packed {
  flags: number
  bytes: Uint8Array
}

/** Packs a frame's plain text; what does not get shorter stays as it is. Rejects or throws when memory runs out. */
export function pack(plain: Buffer): Packed | Promise<Packed> {
  if (plain.length < leastPacked) return { flags: 0, bytes: plain }
  const options = {
    // Brotli's quickest takes a third of the time of deflate's quickest, and packs as well.
    params: { [constants.BROTLI_PARAM_QUALITY]: 0, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
    // Memory is taken by the piece: text needs one or two.
    chunkSize: Math.max(1024, plain.length >> 2),
  }
  const chosen = (packed: Buffer): Packed =>
    packed.length < plain.length ? { flags: frameFlags.brotli, bytes: packed } : { flags: 0, bytes: plain }
  return plain.length > mostInline ? packAside(plain, options).then(chosen) : chosen(brotliCompressSync(plain, options))
}

/** The reverse of {@link pack}. Throws when the bytes are not what the flag says. */
export function unpack(flags: number, bytes: Buffer): Uint8Array {
  const options = { maxOutputLength: 16 * maxFrameBytes }
  if (flags & frameFlags.brotli) return brotliDecompressSync(bytes, options)
  return flags & frameFlags.deflated ? inflateRawSync(bytes, options) : bytes
}
