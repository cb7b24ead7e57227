import type { HostEncoding } from './names'
import { TableDecoder } from './table-decoder'
import { tableNames, tableOf } from './tables'

/** Turns a host's bytes into text piece by piece: a character that is cut in two comes whole with the next piece. */
export interface HostDecoder {
  decode(bytes: Uint8Array): string
  /** What is left when no more bytes come: U+FFFD for half a character. */
  end(): string
}

/** A decoder for one direction of one session. Bytes that mean nothing become U+FFFD. */
export function hostDecoder(encoding: HostEncoding): HostDecoder {
  const table = tableNames.find((name) => name === encoding)
  if (table) return new TableDecoder(tableOf(table))
  const decoder = new TextDecoder(encoding)
  return { decode: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() }
}
