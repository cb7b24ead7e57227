import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { type Migration, MigrationError, type MigrationRow, pendingMigrations, reasonOf } from './migrate-plan'

/** The number that Prisma's own `migrate deploy` locks, so that the two can't run at once either. */
const advisoryLock = 72_707_369

const table = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`

/** Applies what is missing to the PostgreSQL database at `url`. Returns the names applied. */
export async function migratePostgresql(url: string, migrations: readonly Migration[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
  } catch (cause) {
    // The URL holds a password and stays out of the message.
    throw new MigrationError(`The PostgreSQL database can't be reached (${reasonOf(cause)}).`, { cause })
  }
  try {
    await client.query('SELECT pg_advisory_lock($1)', [advisoryLock])
    await client.query(table)
    const { rows } = await client.query<MigrationRow>(
      `SELECT "migration_name" AS name, "checksum" AS checksum, "finished_at" IS NOT NULL AS finished
       FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL`,
    )
    const pending = pendingMigrations(migrations, rows)
    for (const migration of pending) await apply(client, migration)
    return pending.map((migration) => migration.name)
  } finally {
    // Ending the connection gives the lock back, whatever happened.
    await client.end()
  }
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('BEGIN')
  try {
    const startedAt = new Date()
    await client.query(migration.sql)
    await client.query(
      `INSERT INTO "_prisma_migrations"
         ("id", "checksum", "migration_name", "started_at", "finished_at", "applied_steps_count")
       VALUES ($1, $2, $3, $4, clock_timestamp(), 1)`,
      [randomUUID(), migration.checksum, migration.name, startedAt],
    )
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}
