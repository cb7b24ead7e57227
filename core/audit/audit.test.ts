import { expect, it } from 'vitest'
import { builtInRole } from '../access/built-in-roles'
import { systemActor, type UserActor } from '../actor'
import { describeEachDatabase } from '../testing/platform'
import { recordAudit } from './append'
import { exportAudit, safeCell } from './export'
import { searchAudit } from './search'
import { verifyAudit } from './verify'

const auditor: UserActor = {
  kind: 'user',
  id: 'u1',
  name: 'Odile',
  role: builtInRole('auditor'),
  webSessionId: 'w1',
  provenAt: Date.now(),
  clientAddress: '192.0.2.1',
}

describeEachDatabase('the audit log', (open) => {
  it('is a chain that many writers at once keep whole', async () => {
    const { db } = open()
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        recordAudit(db, {
          actor: n % 2 ? auditor : systemActor,
          action: 'host.create',
          outcome: 'success',
          host: { id: `h${n % 3}`, name: `=web-${n}` },
          detail: { after: { name: `web-${n}` } },
        }),
      ),
    )
    expect(await verifyAudit(db)).toMatchObject({ intact: true, events: 20 })
  })

  it('lets nothing be changed or removed', async () => {
    const { db } = open()
    await expect(db.auditEvent.update({ where: { seq: 3 }, data: { outcome: 'denied' } })).rejects.toThrow()
    await expect(db.auditEvent.delete({ where: { seq: 3 } })).rejects.toThrow()
    await expect(db.auditEvent.deleteMany()).rejects.toThrow()
    expect(await verifyAudit(db)).toMatchObject({ intact: true })
  })

  it('finds by filter and words, and refuses a sort that is not on the list', async () => {
    const platform = open()
    const found = await searchAudit(platform, auditor, { host: 'h1', action: 'host.create', sort: 'at', dir: 'asc' })
    expect(found.rows.map((row) => row.hostName)).toEqual(found.rows.map((row) => row.hostName).filter(Boolean))
    expect(found.total).toBe(7)
    expect(
      (await searchAudit(platform, auditor, { q: 'ODILE web-1' })).rows.every((row) => row.actorName === 'Odile'),
    ).toBe(true)
    expect((await searchAudit(platform, auditor, { from: '2999-01-01' })).total).toBe(0)
    await expect(searchAudit(platform, auditor, { sort: 'hash' })).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(searchAudit(platform, auditor, { action: 'rm -rf' })).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('is not for operators', async () => {
    const platform = open()
    const operator: UserActor = { ...auditor, role: builtInRole('operator') }
    await expect(searchAudit(platform, operator, {})).rejects.toMatchObject({ code: 'not-allowed' })
    await expect(exportAudit(platform, operator, 'csv', {})).rejects.toMatchObject({ code: 'not-allowed' })
  })

  it('exports as CSV that no spreadsheet runs, and as JSON Lines, and says that it did', async () => {
    const platform = open()
    let csv = ''
    for await (const piece of await exportAudit(platform, auditor, 'csv', { action: 'host.create' })) csv += piece
    expect(csv.split('\n')[0]).toContain('seq,at,actorKind')
    expect(csv).toContain("'=web-0")
    expect(csv).not.toMatch(/,=web/)
    const lines: string[] = []
    for await (const piece of await exportAudit(platform, auditor, 'jsonl', {})) lines.push(...piece.trim().split('\n'))
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ seq: 1, action: 'host.create' })
    expect((await searchAudit(platform, auditor, { action: 'audit.export' })).total).toBe(2)
  })

  it('names the first event that was tampered with', async () => {
    const { db, kind } = open()
    const drop =
      kind === 'sqlite' ? 'DROP TRIGGER "AuditEvent_no_update"' : 'ALTER TABLE "AuditEvent" DISABLE TRIGGER ALL'
    await db.$executeRawUnsafe(drop)
    if (kind === 'sqlite') await db.$executeRawUnsafe('DROP TRIGGER "AuditEvent_no_delete"')
    await db.$executeRawUnsafe('UPDATE "AuditEvent" SET "actorName" = \'Mallory\' WHERE "seq" = 5')
    expect(await verifyAudit(db)).toEqual({ intact: false, seq: 5, problem: 'changed' })
    await db.$executeRawUnsafe('DELETE FROM "AuditEvent" WHERE "seq" = 4')
    expect(await verifyAudit(db)).toEqual({ intact: false, seq: 4, problem: 'missing' })
    await db.$executeRawUnsafe('DELETE FROM "AuditEvent" WHERE "seq" >= 4')
    expect(await verifyAudit(db)).toEqual({ intact: false, seq: 4, problem: 'head-mismatch' })
  })
})

it('a cell that looks like a formula is defused', () => {
  expect(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', 'plain', 7, null].map(safeCell)).toEqual([
    "'=1+1",
    "'+1",
    "'-1",
    "'@SUM(A1)",
    "'\t=1",
    'plain',
    7,
    null,
  ])
})
