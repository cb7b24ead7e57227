import { randomBytes } from 'node:crypto'
import { accessSync, chmodSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Config } from '@/core/config'
import { GatehouseError } from '@/core/errors'
import { NameBook } from '@/core/inventory/names'
import type { Platform } from '@/core/platform'
import type { LiveSessions } from '@/core/sessions/live'
import { openVault } from '@/core/vault/open-vault'
import { openDatabase } from '@/prisma/client'
import { migrateDatabase } from '@/prisma/migrate'
import { sshKeyTool } from './ssh-keys'

/** Puts the platform together: folders, database, vault. Throws `data-folder-unwritable`, `master-key-wrong`, MigrationError. */
export async function openPlatform(config: Config, log: Logger, live: LiveSessions): Promise<Platform> {
  prepareDataFolder(config.dataFolder)
  const { applied } = await migrateDatabase(config.databaseUrl)
  if (applied.length > 0) log.info({ applied }, 'database migrated')
  return joinPlatform(config, log, live)
}

/** The same for a process that the portal starts: folders, schema and master key are there. Throws `master-key-wrong`. */
export async function joinPlatform(config: Config, log: Logger, live: LiveSessions): Promise<Platform> {
  const db = await openDatabase(config.databaseUrl)
  const vault = await openVault({ db, masterKeyFile: config.masterKeyFile })
  return { config, db, vault, keyTool: sshKeyTool, names: new NameBook(), live, log }
}

/** The data folder is for this user alone, and so is everything made in it. */
function prepareDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.W_OK | constants.X_OK)
    chmodSync(folder, 0o700)
    for (const name of ['recordings', 'keepers', 'pages'])
      mkdirSync(join(folder, name), { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new GatehouseError('data-folder-unwritable', { folder }, {}, { cause })
  }
}

/** The secret with which next-auth signs its CSRF token, made at the first start. */
export function readWebSecret(dataFolder: string): string {
  const path = join(dataFolder, 'web.secret')
  if (!existsSync(path)) writeFileSync(path, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  return readFileSync(path, 'utf8').trim()
}
