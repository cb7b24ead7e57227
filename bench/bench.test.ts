import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { systemActor } from '@/core/actor'
import { recordAudit } from '@/core/audit/append'
import { auditWhere } from '@/core/audit/search'
import { verifyAudit } from '@/core/audit/verify'
import { openDatabase } from '@/prisma/client'
import { migrateDatabase } from '@/prisma/migrate'
import { fillAudit } from './audit-fill'
import { LineCount } from './helpers/line-count'
import { readOptions } from './options'
import { markdownTable } from './report'
import { overRuns, quantile } from './stats'

describe('the bench', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-test-'))
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('fills the audit log with events that the verifier and the search take for real', async () => {
    const file = join(folder, 'gatehouse.db')
    await migrateDatabase(`file:${file}`)
    fillAudit(file, 500)
    const db = await openDatabase(`file:${file}`)
    await recordAudit(db, { actor: systemActor, action: 'system.start', outcome: 'success' })
    expect(await verifyAudit(db)).toMatchObject({ intact: true })
    expect(await db.auditEvent.count({ where: auditWhere({ q: 'db-77' }) })).toBeGreaterThan(0)
    const day = { q: '', from: new Date(Date.now() - 3_600_000).toISOString() }
    expect(await db.auditEvent.count({ where: auditWhere(day) })).toBe(501)
    await db.$disconnect()
  })

  it('sees a line that is missing, wherever the chunks are cut', () => {
    const whole = new LineCount()
    for (const byte of Buffer.from('1\n2\n3\n10\n')) whole.push(Uint8Array.of(byte))
    expect(whole).toMatchObject({ broken: 1, last: 10 })
    const fine = new LineCount()
    fine.push(Buffer.from('1\n2\n3'))
    fine.push(Buffer.from('\n4\n5'))
    expect(fine).toMatchObject({ broken: 0, last: 4 })
  })

  it('takes quantiles of what was measured, and medians over runs', () => {
    const values = Array.from({ length: 100 }, (_, n) => 100 - n)
    expect([quantile(values, 0.5), quantile(values, 0.99), quantile([7], 0.99)]).toEqual([50, 99, 7])
    const runs = [1, 9, 2].map((n) => ({ median: n, p99: 10 * n }))
    expect(overRuns(runs)).toEqual({ median: 2, p99: 20 })
  })

  it('says which rows there are when it is asked for another', () => {
    expect(readOptions(['--only', 'echo', '--quick'], ['echo'])).toMatchObject({ only: ['echo'], runs: 1, quick: true })
    expect(() => readOptions(['--only', 'speed'], ['echo', 'bulk'])).toThrow('there are: echo, bulk')
  })

  it('prints a table that names what was missed', () => {
    const line = { figure: 'echo', gatehouse: '1 ms', result: '2 ×', target: '≤ 1 ×', met: false }
    expect(markdownTable([line])).toContain('| **missed** |')
  })
})
