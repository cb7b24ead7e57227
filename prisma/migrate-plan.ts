/** A committed migration: its folder's name, its SQL and the SHA-256 (hex) that Prisma keeps of it. */
export interface Migration {
  name: string
  sql: string
  checksum: string
}

/** A row of `_prisma_migrations`, as far as the decision needs it. */
export interface MigrationRow {
  name: string
  checksum: string
  finished: boolean
}

/** The schema can't be brought up to date. The message is one line that says why and what to do. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}

/** Pure: what is still to be applied, given what the database has. Throws {@link MigrationError} when the two disagree. */
export function pendingMigrations(migrations: readonly Migration[], rows: readonly MigrationRow[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]))
  for (const row of rows) {
    const migration = known.get(row.name)
    if (!migration) {
      throw new MigrationError(
        `The database has migration ${row.name}, which this version of Gatehouse doesn't know: start a newer version.`,
      )
    }
    if (!row.finished) {
      throw new MigrationError(`Migration ${row.name} was begun and not finished: restore the database from a backup.`)
    }
    if (migration.checksum !== row.checksum) {
      throw new MigrationError(`Migration ${row.name} differs from what was applied to this database.`)
    }
  }
  const done = new Set(rows.map((row) => row.name))
  return migrations.filter((migration) => !done.has(migration.name))
}

/** The code of a driver's error (`ECONNREFUSED`, `28P01`, `SQLITE_CANTOPEN` …), or its message. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
