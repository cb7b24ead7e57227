import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { GatehouseError } from '../errors'

/** A master key and its name. The name is derived from the key, so that the two can't be mixed up. */
export interface MasterKey {
  id: string
  key: Uint8Array<ArrayBuffer>
}

const keyLength = 32
const preamble = [
  '# Gatehouse master key: with it and the database every stored secret can be read.',
  '# Keep a copy of this file apart from the backups of the database.',
  '# The first key is in use; those after it are being replaced.',
]

/** A new random master key. */
export function newMasterKey(): MasterKey {
  return named(Uint8Array.from(randomBytes(keyLength)))
}

function named(key: Uint8Array<ArrayBuffer>): MasterKey {
  const id = createHmac('sha256', key).update('gatehouse master key id').digest('hex').slice(0, 16)
  return { id, key }
}

/**
 * Reads the master keys, the one in use first; undefined when there is no file. Throws GatehouseError
 * `master-key-wrong` when the file can't be read, isn't a key file, or anyone on the machine may read it.
 */
export function readMasterKeys(path: string): MasterKey[] | undefined {
  let text: string
  try {
    if ((statSync(path).mode & 0o007) !== 0) throw refused('file-open-to-all')
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof GatehouseError) throw error
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw refused('file-unreadable', error)
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'))
  const keys = lines.map((line) => {
    const key = Uint8Array.from(Buffer.from(line.trim(), 'base64'))
    if (key.length !== keyLength || Buffer.from(key).toString('base64') !== line.trim()) throw refused('file-malformed')
    return named(key)
  })
  if (keys.length === 0) throw refused('file-malformed')
  return keys
}

/** Writes a first key file (0600). When another process was faster its file stays; read it afterwards. */
export function createMasterKeyFile(path: string): void {
  const temporary = writeBeside(path, [newMasterKey()])
  try {
    // A link, unlike a rename, never replaces what is there.
    linkSync(temporary, path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(temporary, { force: true })
  }
  syncFolder(path)
}

/** Replaces the key file in one step: a reader sees the old one or the new one, and a power cut loses neither. */
export function replaceMasterKeyFile(path: string, keys: readonly MasterKey[]): void {
  renameSync(writeBeside(path, keys), path)
  syncFolder(path)
}

function writeBeside(path: string, keys: readonly MasterKey[]): string {
  const temporary = `${path}.${randomUUID()}`
  const file = openSync(temporary, 'wx', 0o600)
  try {
    writeSync(file, `${[...preamble, ...keys.map(({ key }) => Buffer.from(key).toString('base64'))].join('\n')}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  return temporary
}

function syncFolder(path: string): void {
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

function refused(reason: string, cause?: unknown): GatehouseError {
  return new GatehouseError('master-key-wrong', { reason }, {}, { cause })
}
