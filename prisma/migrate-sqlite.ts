import { randomUUID } from 'node:crypto'
import { closeSync, openSync } from 'node:fs'
import Database from 'better-sqlite3'
import { type Migration, MigrationError, type MigrationRow, pendingMigrations, reasonOf } from './migrate-plan'

const table = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" TEXT PRIMARY KEY NOT NULL,
  "checksum" TEXT NOT NULL,
  "finished_at" DATETIME,
  "migration_name" TEXT NOT NULL,
  "logs" TEXT,
  "rolled_back_at" DATETIME,
  "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
  "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0
)`

/** Applies what is missing to the SQLite file at `path`, which is created if absent. Returns the names applied. */
export function migrateSqlite(path: string, migrations: readonly Migration[]): string[] {
  const db = open(path)
  try {
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    // A migration that rebuilds a table drops the old one; with the rule on, that would delete the rows that refer to it.
    db.pragma('foreign_keys = OFF')
    const applied: string[] = []
    for (;;) {
      const name = applyNext(db, migrations)
      if (name === undefined) return applied
      applied.push(name)
    }
  } finally {
    db.close()
  }
}

function open(path: string): Database.Database {
  try {
    // Its side files take over the mode. A file that is there keeps the mode that its owner gave it.
    closeSync(openSync(path, 'a', 0o600))
    return new Database(path, { timeout: 60_000 })
  } catch (cause) {
    throw new MigrationError(`The database file ${path} can't be opened (${reasonOf(cause)}).`, { cause })
  }
}

/** BEGIN IMMEDIATE takes the file's write lock, and what is pending is read under it: a second starter waits, then finds it done. */
function applyNext(db: Database.Database, migrations: readonly Migration[]): string | undefined {
  return db
    .transaction(() => {
      db.exec(table)
      const rows = db
        .prepare<[], { name: string; checksum: string; finished: number }>(
          `SELECT "migration_name" AS name, "checksum" AS checksum, "finished_at" IS NOT NULL AS finished
           FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL`,
        )
        .all()
        .map((row): MigrationRow => ({ ...row, finished: row.finished === 1 }))
      const [next] = pendingMigrations(migrations, rows)
      if (!next) return undefined
      const startedAt = Date.now()
      db.exec(next.sql)
      const broken = db.pragma('foreign_key_check')
      if (Array.isArray(broken) && broken.length > 0) {
        throw new MigrationError(`Migration ${next.name} would leave rows that refer to nothing; nothing was changed.`)
      }
      db.prepare(
        `INSERT INTO "_prisma_migrations"
           ("id", "checksum", "migration_name", "started_at", "finished_at", "applied_steps_count")
         VALUES (?, ?, ?, ?, ?, 1)`,
      ).run(randomUUID(), next.checksum, next.name, startedAt, Date.now())
      return next.name
    })
    .immediate()
}
