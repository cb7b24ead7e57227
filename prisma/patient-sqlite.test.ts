import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
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
