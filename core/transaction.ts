import type { Db, Tx } from '@/prisma/client'
import { asTransaction } from '@/prisma/patient-sqlite'
import { GatehouseError } from './errors'

/** SQLite's "database is locked" (another process writes) and PostgreSQL's serialization failure, as Prisma names them. */
const retryable = new Set(['P2034', 'P1008'])
const attempts = 5

/**
 * Runs `work` in one transaction and retries it, from its beginning, when the database asks for that.
 * `work` must therefore have no effect outside `tx`.
 */
export async function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.$transaction((tx) => asTransaction(() => work(tx)), { maxWait: 10_000, timeout: 20_000 })
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      if (!retryable.has(code) || attempt === attempts) throw error
    }
  }
}

/**
 * Takes the audit chain's lock before anything is read, as the first statement of a transaction that reads and then writes:
 * writers come one after the other on both databases, and none decides on what another is about to change.
 */
export async function takeTurn(tx: Tx): Promise<void> {
  await tx.auditHead.update({ where: { id: 'head' }, data: { seq: { increment: 0 } } })
}

/** Whether an error of the database says that a unique key is taken already, on either database. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'P2002'
}

/** {@link inTransaction} for a row that is called `name`: where another has the name already, it throws `already-exists` beside that field. */
export async function writeNamed<T>(
  db: Db,
  { what, name }: { what: string; name: string },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  try {
    return await inTransaction(db, work)
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new GatehouseError('already-exists', { what, name }, { name: 'taken' })
  }
}
