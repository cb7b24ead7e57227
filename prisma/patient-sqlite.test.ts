import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inTransaction } from '@/core/transaction'
import { type Db, openDatabase } from './client'
import { migrateDatabase } from './migrate'

let folder: string
let db: Db
/** A connection of its own, as another process has it. */
let other: Database.Database

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-patient-'))
  const url = `file:${join(folder, 'test.db')}`
  await migrateDatabase(url)
  db = await openDatabase(url)
  other = new Database(join(folder, 'test.db'))
})
afterEach(async () => {
  other.close()
  await db.$disconnect()
  rmSync(folder, { recursive: true, force: true })
})

const raise = { where: { id: 'head' }, data: { seq: { increment: 1 } } }
const seqOf = (sql: string) => (other.prepare(sql).get() as { seq: number }).seq

it.each([
  ['a statement', () => db.auditHead.update(raise)],
  ['a transaction', () => db.$transaction(async (tx) => tx.auditHead.update(raise))],
])('%s waits for the write of another process, and the process does not wait with it', async (_, write) => {
  const read = 'SELECT seq FROM AuditHead'
  const before = seqOf(read)
  other.exec("BEGIN IMMEDIATE; UPDATE AuditHead SET seq = seq + 10 WHERE id = 'head'")
  const written = write()
  let turns = 0
  // Timers come due all the while: a busy timeout inside SQLite would let none through.
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      turns += 1
      if (turns < 20) return
      clearInterval(timer)
      other.exec('COMMIT')
      resolve()
    }, 5)
  })
  await written
  expect(seqOf(read)).toBe(before + 11)
})

it('a transaction that read what another process then changed fails, to be begun anew', async () => {
  const work = db.$transaction(async (tx) => {
    await tx.auditHead.findUnique({ where: { id: 'head' } })
    other.exec("UPDATE AuditHead SET seq = seq + 1 WHERE id = 'head'")
    await tx.auditHead.update(raise)
  })
  await expect(work).rejects.toMatchObject({ code: 'P1008' })
})

it('lets the rest of the process have its turns while statements follow on one another', async () => {
  let turns = 0
  let counting = true
  const count = () => {
    turns += 1
    if (counting) setImmediate(count)
  }
  setImmediate(count)
  const begun = performance.now()
  for (let n = 0; n < 200; n++) await db.auditHead.findUnique({ where: { id: 'head' } })
  counting = false
  // As many as fit: one in 2 ms, and half of them for what a machine does besides.
  expect(turns).toBeGreaterThan((performance.now() - begun) / 10)
  expect(turns).toBeGreaterThan(2)
})

describe('while a transaction is open', () => {
  /** What runs beside a transaction that has raised the head and fails afterwards. */
  async function beside<T>(work: () => Promise<T>): Promise<T> {
    let raised = () => {}
    const isRaised = new Promise<void>((resolve) => {
      raised = resolve
    })
    const failing = inTransaction(db, async (tx) => {
      await tx.auditHead.update(raise)
      raised()
      // The other has its turns meanwhile.
      for (let n = 0; n < 50; n++) await turn()
      throw new Error('changed its mind')
    })
    const refused = expect(failing).rejects.toThrow('changed its mind')
    await isRaised
    // Prisma's promises begin when they are waited for.
    const other = (async () => await work())()
    await refused
    return other
  }

  it('another’s read sees nothing of it', async () => {
    const { seq } = await db.auditHead.findUniqueOrThrow({ where: { id: 'head' } })
    const seen = await beside(() => db.auditHead.findUniqueOrThrow({ where: { id: 'head' } }))
    expect(seen.seq).toBe(seq)
  })

  it('another’s write waits, and isn’t undone with it', async () => {
    const before = seqOf('SELECT seq FROM AuditHead')
    await beside(() => db.auditHead.update(raise))
    expect(seqOf('SELECT seq FROM AuditHead')).toBe(before + 1)
  })

  it('its own statements belong to it, also those that aren’t asked of it', async () => {
    const { seq } = await db.auditHead.findUniqueOrThrow({ where: { id: 'head' } })
    const failing = inTransaction(db, async (tx) => {
      await tx.auditHead.update(raise)
      expect((await db.auditHead.findUniqueOrThrow({ where: { id: 'head' } })).seq).toBe(seq + 1)
      await db.auditHead.update(raise)
      throw new Error('changed its mind')
    })
    await expect(failing).rejects.toThrow('changed its mind')
    expect((await db.auditHead.findUniqueOrThrow({ where: { id: 'head' } })).seq).toBe(seq)
  })

  it('another one comes after it', async () => {
    const before = seqOf('SELECT seq FROM AuditHead')
    await beside(() => inTransaction(db, (tx) => tx.auditHead.update(raise)))
    expect(seqOf('SELECT seq FROM AuditHead')).toBe(before + 1)
  })
})
