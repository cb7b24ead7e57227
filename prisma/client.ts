import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient as PostgresqlClient } from './generated/postgresql/client'
import { PrismaClient as SqliteClient } from './generated/sqlite/client'
import { PatientSqlite } from './patient-sqlite'

/** The database as the rest of Gatehouse sees it: one type, whichever database is behind it. */
export type Db = SqliteClient

/** What a transaction's callback gets. Every core function that writes takes one of these or a {@link Db}. */
export type Tx = Parameters<Extract<Parameters<Db['$transaction']>[0], (...args: never) => unknown>>[0]

export type { Prisma } from './generated/sqlite/client'

/** Which of the two databases a URL names. */
export function databaseKind(url: string): 'sqlite' | 'postgresql' {
  return /^postgres(ql)?:\/\//.test(url) ? 'postgresql' : 'sqlite'
}

/**
 * Opens the database at `url`: `file:/path/to.db` for SQLite, `postgresql://…` for PostgreSQL.
 * The schema must have been migrated first (see migrate.ts).
 */
export async function openDatabase(url: string): Promise<Db> {
  if (databaseKind(url) === 'postgresql') {
    const client = new PostgresqlClient({ adapter: new PrismaPg({ connectionString: url }) })
    await client.$connect()
    // The two generated clients have the same models but nominally different types; this is the one place that says so.
    return client as unknown as Db
  }
  const client = new SqliteClient({ adapter: new PatientSqlite(url) })
  // The adapter sets neither. FULL: an audit event or a credential that was answered for survives a power cut.
  await client.$queryRawUnsafe('PRAGMA journal_mode = WAL')
  await client.$queryRawUnsafe('PRAGMA synchronous = FULL')
  await client.$queryRawUnsafe('PRAGMA foreign_keys = ON')
  return client
}
