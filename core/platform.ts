import type { Logger } from 'pino'
import type { Db } from '@/prisma/client'
import type { Config } from './config'
import type { Names } from './inventory/names'
import type { LiveSessions } from './sessions/live'
import type { KeyTool } from './vault/key-tool'
import type { Vault } from './vault/vault'

/**
 * What the composition root (server.ts, pages.ts, or the command line) has put together. Core functions take it first:
 * `createHost(platform, actor, input)`.
 */
export interface Platform {
  config: Config
  db: Db
  vault: Vault
  /** Reads and makes SSH keys; given by the gateway, so that core needs no ssh library. */
  keyTool: KeyTool
  /** Where names lead. */
  names: Names
  /** The sessions that run now. On the command line it is empty. */
  live: LiveSessions
  log: Logger
}
