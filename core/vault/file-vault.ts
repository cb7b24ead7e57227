import { randomBytes } from 'node:crypto'
import { statSync } from 'node:fs'
import { GatehouseError } from '../errors'
import { type MasterKey, readMasterKeys } from './master-key-file'
import { openBytes, sealBytes } from './seal'
import type { DataKey, Sealed, Vault } from './vault'

const secretContext = (identity: string) => `gatehouse/1/secret/${identity}`
const dataKeyContext = (masterKeyId: string, identity: string) => `gatehouse/1/data-key/${masterKeyId}/${identity}`

/**
 * The vault over a master key file. It looks at the file's time of change before each use, so that a rotation by the
 * command line is seen by the running server at once.
 */
export class FileVault implements Vault {
  #current: MasterKey | undefined
  /** Every key this process has met: a row that was read just before a rotation ended can still be opened after it. */
  readonly #known = new Map<string, MasterKey>()
  #stamp = ''

  /** Throws GatehouseError `master-key-wrong` when the file is missing or can't be used. */
  constructor(readonly path: string) {
    this.#refresh()
  }

  /** The name of the key that new secrets are wrapped with. */
  get currentKeyId(): string {
    return this.#inUse().id
  }

  seal(identity: string, secret: Uint8Array): Sealed {
    const { key, wrappedKey, masterKeyId } = this.createDataKey(identity)
    const sealed = sealBytes(key, secretContext(identity), secret)
    key.fill(0)
    return { sealed, wrappedKey, masterKeyId }
  }

  open(identity: string, { sealed, ...wrapped }: Sealed): Uint8Array<ArrayBuffer> {
    const key = this.openDataKey(identity, wrapped)
    try {
      return openBytes(key, secretContext(identity), sealed)
    } catch (cause) {
      throw new GatehouseError('master-key-wrong', { reason: 'record-altered' }, {}, { cause })
    } finally {
      key.fill(0)
    }
  }

  createDataKey(identity: string): DataKey {
    const key = Uint8Array.from(randomBytes(32))
    return { key, ...this.wrap(identity, key) }
  }

  openDataKey(identity: string, wrapped: { wrappedKey: Uint8Array; masterKeyId: string }): Uint8Array<ArrayBuffer> {
    this.#refresh()
    const master = this.#known.get(wrapped.masterKeyId)
    if (!master) throw new GatehouseError('master-key-wrong', { reason: 'key-unknown' })
    try {
      return openBytes(master.key, dataKeyContext(master.id, identity), wrapped.wrappedKey)
    } catch (cause) {
      throw new GatehouseError('master-key-wrong', { reason: 'record-altered' }, {}, { cause })
    }
  }

  /** Wraps a data key under the key in use: for a rotation, which opens it under the old one first. */
  wrap(identity: string, key: Uint8Array): { wrappedKey: Uint8Array<ArrayBuffer>; masterKeyId: string } {
    const master = this.#inUse()
    return { wrappedKey: sealBytes(master.key, dataKeyContext(master.id, identity), key), masterKeyId: master.id }
  }

  #inUse(): MasterKey {
    this.#refresh()
    if (!this.#current) throw new GatehouseError('master-key-wrong', { reason: 'file-missing' })
    return this.#current
  }

  #refresh(): void {
    const stamp = fileStamp(this.path)
    if (stamp === this.#stamp && this.#current) return
    const keys = readMasterKeys(this.path)
    if (!keys) throw new GatehouseError('master-key-wrong', { reason: 'file-missing' })
    this.#current = keys[0]
    for (const key of keys) this.#known.set(key.id, key)
    this.#stamp = stamp
  }
}

/** What changes whenever the file is replaced: its inode, its time of change in nanoseconds, its size. */
function fileStamp(path: string): string {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stat ? `${stat.ino}:${stat.mtimeNs}:${stat.size}` : ''
}
