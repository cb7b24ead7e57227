import { mkdirSync } from 'node:fs'
import { userInfo } from 'node:os'
import { pino } from 'pino'
import type { ConsoleActor } from '@/core/actor'
import { readConfig } from '@/core/config'
import { NameBook } from '@/core/inventory/names'
import type { Platform } from '@/core/platform'
import { noLiveSessions } from '@/core/sessions/live'
import { openVault } from '@/core/vault/open-vault'
import { sshKeyTool } from '@/gateway/ssh-keys'
import { openDatabase } from '@/prisma/client'
import { migrateDatabase } from '@/prisma/migrate'

/** What a command has of the world: given by main.ts, and by the tests. */
export interface Io {
  environment: Record<string, string | undefined>
  stdin: AsyncIterable<string | Uint8Array>
  /** Each call is a line (or several) of the answer. */
  out(text: string): void
  /** The same for what goes wrong. */
  err(text: string): void
}

/** A command's surroundings: the same core as the pages', asked by whoever is at the server's console. */
export interface Context {
  platform: Platform
  actor: ConsoleActor
}

/**
 * Opens the database and the vault that the environment names, does the work, and closes them again. A new data folder is
 * set up first, so that a script can add the administrator before the first start.
 */
export async function withPlatform(io: Io, work: (context: Context) => Promise<void>): Promise<void> {
  const config = readConfig(io.environment)
  mkdirSync(config.dataFolder, { recursive: true, mode: 0o700 })
  await migrateDatabase(config.databaseUrl)
  const db = await openDatabase(config.databaseUrl)
  try {
    const vault = await openVault({ db, masterKeyFile: config.masterKeyFile })
    const log = pino({ level: 'silent' })
    await work({
      platform: { config, db, vault, keyTool: sshKeyTool, names: new NameBook(), live: noLiveSessions, log },
      actor: { kind: 'console', name: consoleName() },
    })
  } finally {
    await db.$disconnect()
  }
}

/** Who is at the console, for the audit log. */
function consoleName(): string {
  try {
    return userInfo().username
  } catch {
    // A container may run under a number that has no name.
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}

/** Reads one secret from standard input: up to 4 KiB, without the line's end that `echo` adds. */
export async function readSecret(io: Io): Promise<string> {
  let text = ''
  for await (const chunk of io.stdin) {
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8')
    if (text.length > 4096) throw new Error('Standard input holds more than 4096 characters; a password was expected.')
  }
  return text.replace(/\r?\n$/, '')
}
