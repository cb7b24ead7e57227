import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { sshKeyTool } from '@/gateway/ssh-keys'
import { openDatabase } from '@/prisma/client'
import { migrateDatabase } from '@/prisma/migrate'
import { builtInRole } from '../access/built-in-roles'
import { createGrant } from '../access/grants'
import type { BuiltInRole, Role } from '../access/roles'
import { systemActor, type UserActor } from '../actor'
import { readConfig } from '../config'
import { NameBook } from '../inventory/names'
import type { Platform } from '../platform'
import { noLiveSessions } from '../sessions/live'
import { foldKey } from '../text'
import { openVault } from '../vault/open-vault'

export type DatabaseKind = 'sqlite' | 'postgresql'

/** A whole {@link Platform} on a database and a data folder of its own. */
export interface TestPlatform extends Platform {
  kind: DatabaseKind
  /** Disconnects, drops the database and removes the data folder. */
  close(): Promise<void>
}

/**
 * Makes a platform for a test: SQLite in a temporary folder, or a new database on the server that TEST_DATABASE_URL names.
 * `environment` sets settings as the environment would. Call `close()` at the end.
 */
export async function createTestPlatform(
  kind: DatabaseKind = 'sqlite',
  environment: Record<string, string> = {},
): Promise<TestPlatform> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-test-'))
  mkdirSync(join(folder, 'recordings'), { mode: 0o700 })
  const database = kind === 'sqlite' ? sqliteDatabase(folder) : await postgresqlDatabase()
  const config = readConfig({ GATEHOUSE_DATA: folder, ...environment, DATABASE_URL: database.url })
  await migrateDatabase(config.databaseUrl)
  const db = await openDatabase(config.databaseUrl)
  const vault = await openVault({ db, masterKeyFile: config.masterKeyFile })
  return {
    kind,
    config,
    db,
    vault,
    keyTool: sshKeyTool,
    names: new NameBook(),
    live: noLiveSessions,
    log: pino({ level: 'silent' }),
    async close() {
      await db.$disconnect()
      await database.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/**
 * Runs the same tests on SQLite and on PostgreSQL: `describeEachDatabase('hosts', (open) => { it('…', async () => {
 * const platform = open() … }) })`. One database a call, made before its tests and dropped after. Without
 * TEST_DATABASE_URL the PostgreSQL half is skipped, except with CI=true, where its absence is a failure.
 */
export function describeEachDatabase(
  name: string,
  define: (open: () => TestPlatform, kind: DatabaseKind) => void,
  environment: Record<string, string> = {},
): void {
  for (const kind of ['sqlite', 'postgresql'] as const) {
    const missing = kind === 'postgresql' && !process.env.TEST_DATABASE_URL
    if (missing && process.env.CI === 'true') {
      describe(`${name} on ${kind}`, () => {
        it('has a database to run on', () => {
          throw new Error('TEST_DATABASE_URL is not set; with CI=true the PostgreSQL tests must run')
        })
      })
      continue
    }
    describe.skipIf(missing)(`${name} on ${kind}`, () => {
      let platform: TestPlatform | undefined
      beforeAll(async () => {
        platform = await createTestPlatform(kind, environment)
      }, 60_000)
      afterAll(async () => {
        await platform?.close()
      }, 60_000)
      define(() => {
        if (!platform) throw new Error('the platform exists only inside tests and hooks')
        return platform
      }, kind)
    })
  }
}

/** Inserts a user with a web session and returns them as an actor. The row has no password. */
export async function addTestUser(
  platform: Platform,
  given: BuiltInRole | Role,
  name = `user-${randomBytes(3).toString('hex')}`,
): Promise<UserActor> {
  const role = typeof given === 'string' ? builtInRole(given) : given
  const [id, webSessionId, now] = [randomUUID(), randomUUID(), new Date()]
  const clientAddress = '192.0.2.10'
  await platform.db.user.create({
    data: { id, name, nameKey: foldKey(name), role: role.key, createdAt: now, updatedAt: now },
  })
  await platform.db.webSession.create({
    data: {
      id: webSessionId,
      tokenHash: randomBytes(32).toString('hex'),
      userId: id,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + platform.config.webSessionMs),
      address: clientAddress,
      userAgent: 'test',
    },
  })
  return { kind: 'user', id, name, role, webSessionId, provenAt: now.getTime(), clientAddress }
}

/** A grant of shells to everyone on all hosts, for tests that are about something else. Answers its id. */
export async function grantEverything(platform: Platform): Promise<string> {
  const grant = { name: 'Everyone: all hosts', everyone: true, allHosts: true, capabilities: ['shell'] }
  return (await createGrant(platform, systemActor, grant)).id
}

interface Database {
  url: string
  drop(): Promise<void>
}

function sqliteDatabase(folder: string): Database {
  return { url: `file:${join(folder, 'gatehouse.db')}`, drop: async () => {} }
}

async function postgresqlDatabase(): Promise<Database> {
  const server = process.env.TEST_DATABASE_URL
  if (!server) throw new Error('TEST_DATABASE_URL is not set')
  const name = `gatehouse_test_${randomBytes(6).toString('hex')}`
  await administer(server, `CREATE DATABASE ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.toString(), drop: () => administer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
