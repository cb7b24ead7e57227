import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { GatehouseNode } from './node'

/** As if everyone had signed in long ago. */
export function forgetProofs(node: GatehouseNode): void {
  const db = new Database(join(node.dataFolder, 'gatehouse.db'))
  const long = new Date(Date.now() - 16 * 60_000).toISOString()
  db.prepare('UPDATE "WebSession" SET "provenAt" = ?').run(long)
  db.close()
}
