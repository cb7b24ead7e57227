import type { Db } from '@/prisma/client'
import { GatehouseError } from '../errors'
import { FileVault } from './file-vault'
import { createMasterKeyFile, readMasterKeys } from './master-key-file'
import type { Sealed } from './vault'

const checkId = 'current'
const checkIdentity = 'vault-check'
const checkText = 'gatehouse'

/**
 * Opens the vault at the start: creates the master key file when this database has never had one, and otherwise proves
 * that the key is the one the database was sealed with. Throws GatehouseError `master-key-wrong` when it is not, when
 * the file is missing or unusable: better at the start than when the first secret is needed.
 */
export async function openVault(parts: { db: Db; masterKeyFile: string }): Promise<FileVault> {
  const { db, masterKeyFile } = parts
  const check = await db.vaultCheck.findUnique({ where: { id: checkId } })
  if (!readMasterKeys(masterKeyFile)) {
    // A new key would only hide the loss: what was sealed stays unreadable.
    if (check) throw new GatehouseError('master-key-wrong', { reason: 'file-missing' })
    createMasterKeyFile(masterKeyFile)
  }
  const vault = new FileVault(masterKeyFile)
  if (check) {
    requireCheck(vault, check)
  } else {
    // Two processes may start on a new database at once; the first one's row stands.
    await db.vaultCheck.createMany({ data: [{ id: checkId, ...checkRow(vault) }] }).catch(() => undefined)
    requireCheck(vault, await db.vaultCheck.findUniqueOrThrow({ where: { id: checkId } }))
  }
  return vault
}

/** The check's row under the key in use; a rotation stores it anew. */
export function checkRow(vault: FileVault): { masterKeyId: string; sealed: Uint8Array<ArrayBuffer> } {
  const { sealed, wrappedKey, masterKeyId } = vault.seal(checkIdentity, Buffer.from(checkText, 'utf8'))
  // One column holds both parts: the wrapped key has a fixed length (nonce 12, key 32, tag 16).
  return { masterKeyId, sealed: Uint8Array.from(Buffer.concat([wrappedKey, sealed])) }
}

const wrappedLength = 60

function requireCheck(vault: FileVault, row: { masterKeyId: string; sealed: Uint8Array }): void {
  const whole = Uint8Array.from(row.sealed)
  const record: Sealed = {
    masterKeyId: row.masterKeyId,
    wrappedKey: whole.slice(0, wrappedLength),
    sealed: whole.slice(wrappedLength),
  }
  const text = Buffer.from(vault.open(checkIdentity, record)).toString('utf8')
  if (text !== checkText) throw new GatehouseError('master-key-wrong', { reason: 'record-altered' })
}
