import { setTimeout as pause } from 'node:timers/promises'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'

type Adapter = Awaited<ReturnType<PrismaBetterSqlite3['connect']>>
type Queries = Pick<Adapter, 'queryRaw' | 'executeRaw'>

/** How long a statement waits for another process's write to end, and how often it looks. */
const limitMs = 10_000
const pausesMs = [1, 2, 5, 10, 15, 20, 25]

/**
 * SQLite that waits for another process's write without stopping its own process. SQLite's busy timeout would sleep inside
 * the statement, and with it every socket of the portal, for as long as a transaction of the pages or of the command line takes.
 */
export class PatientSqlite extends PrismaBetterSqlite3 {
  constructor(url: string) {
    super({ url, timeout: 0 })
  }

  override async connect(): Promise<Adapter> {
    const adapter = await super.connect()
    const begin = adapter.startTransaction.bind(adapter)
    adapter.startTransaction = async (level) => withPatience(await begin(level))
    return withPatience(adapter)
  }
}

function withPatience<Q extends Queries>(queries: Q): Q {
  const { queryRaw, executeRaw } = queries
  queries.queryRaw = (query) => retried(() => queryRaw.call(queries, query))
  queries.executeRaw = (query) => retried(() => executeRaw.call(queries, query))
  return queries
}

async function retried<T>(statement: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + limitMs
  for (let attempt = 0; ; attempt++) {
    try {
      return await statement()
    } catch (error) {
      if (!isBusy(error) || Date.now() > deadline) throw error
    }
    await pause(pausesMs[attempt] ?? pausesMs.at(-1))
  }
}

/** A transaction that has read what another then changed (`SQLITE_BUSY_SNAPSHOT`) can only begin anew: core/transaction.ts does. */
function isBusy(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  if (typeof cause !== 'object' || cause === null || !('originalCode' in cause)) return false
  return cause.originalCode === 'SQLITE_BUSY' || cause.originalCode === 'SQLITE_BUSY_RECOVERY'
}
