import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'

type Adapter = Awaited<ReturnType<PrismaBetterSqlite3['connect']>>
type Transaction = Awaited<ReturnType<Adapter['startTransaction']>>
type Queries = Pick<Adapter, 'queryRaw' | 'executeRaw'>
type Statement = Parameters<Queries['queryRaw']>[0]
type Level = Parameters<Adapter['startTransaction']>[0]

/** How long a statement waits for another process's write to end, and how often it looks. */
const limitMs = 10_000
const pausesMs = [1, 2, 5, 10, 15, 20, 25]
/** So long at most do statements follow on one another before the rest of the process has a turn. */
const longestTurnMs = 2

/**
 * SQLite in a process that has other things to do, which its driver doesn't know of:
 *
 * - Another process's write is waited for here. SQLite's busy timeout would sleep inside the statement, and with it every
 *   socket of the portal, for as long as a transaction of the pages or of the command line takes.
 * - Statements are answered at once, so that a row of them, such as what opens a session asks, would let nothing else
 *   through from the first to the last. Between them the event loop has its turns.
 * - While a transaction is open, what else goes on has no part in it, though there is one connection to write: others' reads go
 *   to a second one, and see nothing that isn't committed, and their writes wait, and aren't undone with it.
 */
export class PatientSqlite extends PrismaBetterSqlite3 {
  constructor(url: string) {
    super({ url, timeout: 0 })
  }

  override async connect(): Promise<Adapter> {
    const [writer, reader] = [await super.connect(), await super.connect()]
    const { queryRaw, executeRaw } = writer
    const begin = writer.startTransaction.bind(writer)
    const dispose = writer.dispose.bind(writer)
    const lane = new Lane()
    const read = (query: Statement) => (lane.isFree ? queryRaw.call(writer, query) : reader.queryRaw(query))
    const write = (query: Statement) => lane.use(() => queryRaw.call(writer, query))
    return Object.assign(writer, {
      startTransaction: (level?: Level) => lane.transaction(() => begin(level)),
      queryRaw: (query: Statement) => retried(() => (isRead(query) ? read(query) : write(query))),
      executeRaw: (query: Statement) => retried(() => lane.use(() => executeRaw.call(writer, query))),
      dispose: async () => {
        await reader.dispose()
        await dispose()
      },
    })
  }
}

/** Runs the work of a transaction: statements of its own that aren't asked of the transaction itself belong to it all the same. */
export async function asTransaction<T>(work: () => Promise<T>): Promise<T> {
  const own = { over: false }
  try {
    return await within.run(own, work)
  } finally {
    own.over = true
  }
}

const within = new AsyncLocalStorage<{ over: boolean }>()

/** The one connection that writes: one transaction has it, or whoever has a single statement. */
class Lane {
  private taken: Promise<void> | undefined

  /** Whether whoever asks may use it. */
  get isFree(): boolean {
    return !this.taken || within.getStore()?.over === false
  }

  /** Begins the statement when it is free, with nothing in between. */
  async use<T>(statement: () => Promise<T>): Promise<T> {
    while (!this.isFree) await this.taken
    return statement()
  }

  /** Has it from before the beginning of a transaction to its end. */
  async transaction(begin: () => Promise<Transaction>): Promise<Transaction> {
    while (this.taken) await this.taken
    const release = this.take()
    try {
      const transaction = patient(await begin())
      const { commit, rollback } = transaction
      return Object.assign(transaction, {
        commit: () => commit.call(transaction).finally(release),
        rollback: () => rollback.call(transaction).finally(release),
      })
    } catch (error) {
      release()
      throw error
    }
  }

  private take(): () => void {
    let release = () => {}
    this.taken = new Promise((resolve) => {
      release = () => {
        this.taken = undefined
        resolve()
      }
    })
    return release
  }
}

const isRead = ({ sql }: Statement) => /^\s*select\b/i.test(sql)

function patient<Q extends Queries>(queries: Q): Q {
  const { queryRaw, executeRaw } = queries
  return Object.assign(queries, {
    queryRaw: (query: Statement) => retried(() => queryRaw.call(queries, query)),
    executeRaw: (query: Statement) => retried(() => executeRaw.call(queries, query)),
  })
}

async function retried<T>(statement: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + limitMs
  for (let attempt = 0; ; attempt++) {
    await letOthersThrough()
    try {
      return await statement()
    } catch (error) {
      if (!isBusy(error) || Date.now() > deadline) throw error
    }
    await pause(pausesMs[attempt] ?? pausesMs.at(-1))
  }
}

let turnBegan = 0

async function letOthersThrough(): Promise<void> {
  if (performance.now() - turnBegan < longestTurnMs) return
  await turn()
  turnBegan = performance.now()
}

/** A transaction that has read what another then changed (`SQLITE_BUSY_SNAPSHOT`) can only begin anew: core/transaction.ts does. */
function isBusy(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  if (typeof cause !== 'object' || cause === null || !('originalCode' in cause)) return false
  return cause.originalCode === 'SQLITE_BUSY' || cause.originalCode === 'SQLITE_BUSY_RECOVERY'
}
