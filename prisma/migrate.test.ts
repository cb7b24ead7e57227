import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { createTestPlatform, describeEachDatabase } from '@/core/testing/platform'
import { migrateDatabase } from './migrate'
import { type Migration, MigrationError, pendingMigrations } from './migrate-plan'

describeEachDatabase('the migrator', (open) => {
  it('applies each migration once', async () => {
    const { config, db } = open()
    expect(await migrateDatabase(config.databaseUrl)).toEqual({ applied: [] })
    expect(await db.auditHead.findMany()).toHaveLength(1)
  })

  it('keeps the table that prisma migrate deploy reads', async () => {
    const rows = await open().db.$queryRawUnsafe<Record<string, unknown>[]>(
      'SELECT * FROM "_prisma_migrations" ORDER BY "migration_name"',
    )
    expect(rows[0]).toMatchObject({ migration_name: '20261124000000_initial', rolled_back_at: null, logs: null })
    expect(String(rows[0]?.checksum)).toMatch(/^[0-9a-f]{64}$/)
    expect(rows[0]?.finished_at).not.toBeNull()
  })

  it('leaves nothing for prisma migrate deploy to do or to complain of', async () => {
    const script = fileURLToPath(new URL('./testing/diagnose.mjs', import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, [script, open().config.databaseUrl])
    expect(JSON.parse(stdout)).toEqual({
      hasMigrationsTable: true,
      history: null,
      editedMigrationNames: [],
      failedMigrationNames: [],
      appliedMigrationNames: [],
    })
  })

  it('lets two starters meet', async () => {
    const { config } = open()
    const results = await Promise.all([migrateDatabase(config.databaseUrl), migrateDatabase(config.databaseUrl)])
    expect(results.flatMap((result) => result.applied)).toEqual([])
  })

  it('guards the audit log in the database itself', async () => {
    const { db } = open()
    const none = '0'.repeat(64)
    await db.auditEvent.create({
      data: {
        seq: 1,
        id: 'e1',
        at: new Date(),
        actorKind: 'system',
        actorName: 'gatehouse',
        action: 'system.start',
        outcome: 'success',
        detail: '{}',
        prevHash: none,
        hash: none,
      },
    })
    await expect(db.auditEvent.update({ where: { seq: 1 }, data: { actorName: 'x' } })).rejects.toThrow()
    await expect(db.auditEvent.delete({ where: { seq: 1 } })).rejects.toThrow()
    expect(await db.auditEvent.findMany()).toMatchObject([{ seq: 1, actorName: 'gatehouse' }])
  })
})

const migration = (name: string): Migration => ({ name, sql: '', checksum: `sum of ${name}` })
const row = (name: string, change = {}) => ({ name, checksum: `sum of ${name}`, finished: true, ...change })

it.each([
  ['a newer database', [row('3')], /newer version/],
  ['an edited migration', [row('1', { checksum: 'other' })], /differs/],
  ['a half applied migration', [row('1', { finished: false })], /not finished/],
])('refuses %s', (_, rows, message) => {
  expect(() => pendingMigrations([migration('1'), migration('2')], rows)).toThrow(message)
  expect(() => pendingMigrations([migration('1'), migration('2')], rows)).toThrow(MigrationError)
})

it('applies what is missing in order', () => {
  expect(pendingMigrations([migration('1'), migration('2')], [row('1')]).map(({ name }) => name)).toEqual(['2'])
})

it.each([
  ['postgresql://ann:hunter2@127.0.0.1:1/x', /PostgreSQL database can't be reached \(ECONNREFUSED\)/],
  ['file:/nonexistent/folder/x.db', /\/nonexistent\/folder\/x.db can't be opened/],
])('says why %s can not be used, without its password', async (url, message) => {
  await expect(migrateDatabase(url)).rejects.toThrow(message)
  await expect(migrateDatabase(url)).rejects.not.toThrow('hunter2')
})

it('starts a platform of its own for a test', async () => {
  const platform = await createTestPlatform('sqlite', { GATEHOUSE_KEEPERS: '3' })
  expect(platform.config.keepers).toBe(3)
  await platform.close()
})
