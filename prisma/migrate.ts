import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { databaseKind } from './client'
import type { Migration } from './migrate-plan'
import { migratePostgresql } from './migrate-postgresql'
import { migrateSqlite } from './migrate-sqlite'

export { MigrationError } from './migrate-plan'

/**
 * Brings the schema of the database at `url` up to date with the committed SQL, one transaction a migration, under a
 * lock. Answers the names applied now. Throws MigrationError when the database and this version don't fit together.
 */
export async function migrateDatabase(url: string): Promise<{ applied: string[] }> {
  const kind = databaseKind(url)
  const migrations = readMigrations(kind)
  const applied =
    kind === 'postgresql'
      ? await migratePostgresql(url, migrations)
      : migrateSqlite(url.replace(/^file:/, ''), migrations)
  return { applied }
}

function readMigrations(kind: 'sqlite' | 'postgresql'): Migration[] {
  const folder = join(packageRoot(), 'prisma', kind, 'migrations')
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

/** The folder with Gatehouse's package.json: this file runs as source in tests and from dist/ when built. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
}
