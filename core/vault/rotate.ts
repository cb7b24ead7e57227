import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import type { Tx } from '@/prisma/client'
import type { Actor } from '../actor'
import { appendAudit } from '../audit/append'
import { GatehouseError } from '../errors'
import type { Platform } from '../platform'
import { inTransaction, takeTurn } from '../transaction'
import { FileVault } from './file-vault'
import { newMasterKey, readMasterKeys, replaceMasterKeyFile } from './master-key-file'
import { checkRow } from './open-vault'
import { credentialIdentity, ownCredentialIdentity, secondFactorIdentity } from './secrets'

export interface Rotation {
  /** The name of the new master key. */
  masterKeyId: string
  credentials: number
  ownCredentials: number
  recordings: number
  secondFactors: number
}

/** Rows a transaction, and the pause after each: small batches and a gap let the writers of a running server in. */
const batchSize = 25
const pauseMs = 5

/**
 * Puts a new master key in place and rewraps every data key under it, while the server runs. What is sealed stays as it
 * is: only the keys' wrapping changes. Until the last row is rewrapped the file holds the old key too, so that a rotation
 * that was interrupted loses nothing; the next one finishes it.
 *
 * At the console alone (`not-allowed` otherwise). Throws `conflict` when another rotation runs, `master-key-wrong` when a
 * row can't be opened (the file then keeps both keys) or the file can't be replaced.
 */
export async function rotateMasterKey(platform: Platform, actor: Actor): Promise<Rotation> {
  if (actor.kind !== 'console') throw new GatehouseError('not-allowed', { action: 'master-key.rotate' })
  const path = platform.config.masterKeyFile
  const release = lock(`${path}.rotating`)
  try {
    const before = readMasterKeys(path) ?? []
    const next = newMasterKey()
    replaceMasterKeyFile(path, [next, ...before])
    const vault = new FileVault(path)
    const credentials = await rewrapAll(platform, (tx) => rewrapCredentials(tx, vault))
    const ownCredentials = await rewrapAll(platform, (tx) => rewrapOwnCredentials(tx, vault))
    const recordings = await rewrapAll(platform, (tx) => rewrapRecordings(tx, vault))
    const secondFactors = await rewrapAll(platform, (tx) => rewrapSecondFactors(tx, vault))
    await inTransaction(platform.db, async (tx) => {
      await takeTurn(tx)
      await tx.vaultCheck.update({ where: { id: 'current' }, data: checkRow(vault) })
      await appendAudit(tx, {
        actor,
        action: 'master-key.rotate',
        outcome: 'success',
        target: { kind: 'master-key', id: next.id, name: next.id },
        detail: { replaced: before.map(({ id }) => id), credentials, ownCredentials, recordings, secondFactors },
      })
    })
    replaceMasterKeyFile(path, [next])
    return { masterKeyId: next.id, credentials, ownCredentials, recordings, secondFactors }
  } finally {
    release()
  }
}

/**
 * Batches until one finds nothing. Each takes its turn first: whoever sealed under the old key has committed by then and
 * is seen, and whoever comes later seals under the new one.
 */
async function rewrapAll(platform: Platform, batch: (tx: Tx) => Promise<number>): Promise<number> {
  let total = 0
  for (;;) {
    const count = await inTransaction(platform.db, async (tx) => {
      await takeTurn(tx)
      return batch(tx)
    })
    if (count === 0) return total
    total += count
    await setTimeout(pauseMs)
  }
}

/** What of a row is rewrapped, and the rows whose turn it is. */
const wrapped = { wrappedKey: true, masterKeyId: true } as const
const due = (vault: FileVault) => ({ where: { masterKeyId: { not: vault.currentKeyId } }, take: batchSize })

async function rewrapCredentials(tx: Tx, vault: FileVault): Promise<number> {
  const rows = await tx.credential.findMany({ ...due(vault), select: { id: true, ...wrapped } })
  for (const { id, ...row } of rows) {
    await tx.credential.update({ where: { id }, data: rewrap(vault, credentialIdentity(id), row) })
  }
  return rows.length
}

async function rewrapOwnCredentials(tx: Tx, vault: FileVault): Promise<number> {
  const rows = await tx.ownCredential.findMany({ ...due(vault), select: { id: true, ownerId: true, ...wrapped } })
  for (const { id, ownerId, ...row } of rows) {
    await tx.ownCredential.update({ where: { id }, data: rewrap(vault, ownCredentialIdentity(ownerId, id), row) })
  }
  return rows.length
}

async function rewrapRecordings(tx: Tx, vault: FileVault): Promise<number> {
  const rows = await tx.recording.findMany({ ...due(vault), select: { sessionId: true, ...wrapped } })
  for (const { sessionId, ...row } of rows) {
    await tx.recording.update({ where: { sessionId }, data: rewrap(vault, `recording:${sessionId}`, row) })
  }
  return rows.length
}

async function rewrapSecondFactors(tx: Tx, vault: FileVault): Promise<number> {
  const rows = await tx.secondFactor.findMany({ ...due(vault), select: { id: true, ...wrapped } })
  for (const { id, ...row } of rows) {
    await tx.secondFactor.update({ where: { id }, data: rewrap(vault, secondFactorIdentity(id), row) })
  }
  return rows.length
}

function rewrap(vault: FileVault, identity: string, row: { wrappedKey: Uint8Array; masterKeyId: string }) {
  const key = vault.openDataKey(identity, row)
  const wrapped = vault.wrap(identity, key)
  key.fill(0)
  return wrapped
}

/** A file that holds this process's id while it rotates. One left behind by a process that is gone is taken over. */
function lock(path: string): () => void {
  for (let attempt = 0; ; attempt++) {
    try {
      const file = openSync(path, 'wx', 0o600)
      writeSync(file, String(process.pid))
      closeSync(file)
      return () => rmSync(path, { force: true })
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EEXIST'
      if (!taken) throw new GatehouseError('master-key-wrong', { reason: 'file-unwritable' }, {}, { cause: error })
      if (attempt > 0 || isAlive(Number(readFileSync(path, 'utf8')))) {
        throw new GatehouseError('conflict', { reason: 'rotation-runs' })
      }
      rmSync(path, { force: true })
    }
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
