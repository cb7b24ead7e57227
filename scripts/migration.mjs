// Writes the SQL of a new migration for both databases: `npm run migration -- <name>`.
//
// The SQL is the difference between the models as last committed and the models as they stand now, worked out by
// Prisma's own schema engine compiled to WebAssembly: no database server and no engine download are needed.
// Read the result before committing it; triggers and data changes are added by hand.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'

const name = process.argv[2]
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error('Usage: npm run migration -- <name>   (lower case, digits and _)')
  process.exit(2)
}

const engine = await loadEngine()
const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
for (const provider of ['sqlite', 'postgresql']) {
  const sql = await difference(provider, committedModels(), currentModels())
  if (!sql.trim() || sql.includes('-- This is an empty migration.')) {
    console.log(`${provider}: nothing changed`)
    continue
  }
  const folder = `prisma/${provider}/migrations/${stamp}_${name}`
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'migration.sql'), sql)
  console.log(`${provider}: wrote ${folder}/migration.sql`)
}

async function loadEngine() {
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const wasmPath = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm')
    .replace(/schema_engine\.js$/, 'schema_engine_bg.wasm')
  const { instance } = await WebAssembly.instantiate(readFileSync(wasmPath), { './schema_engine_bg.js': bindings })
  bindings.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  return bindings.SchemaEngine
}

function currentModels() {
  return readdirSync('prisma/models')
    .sort()
    .map((file) => [file, readFileSync(join('prisma/models', file), 'utf8')])
}

function committedModels() {
  const git = (...args) => execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  try {
    return git('ls-tree', '--name-only', 'HEAD', 'prisma/models/')
      .split('\n')
      .filter(Boolean)
      .map((file) => [file, git('show', `HEAD:${file}`)])
  } catch {
    return []
  }
}

async function difference(provider, before, after) {
  const adapter = provider === 'sqlite' ? new PrismaBetterSqlite3({ url: ':memory:' }) : offlinePostgresql()
  const datasource = ['schema.prisma', `datasource db {\n  provider = "${provider}"\n}\n`]
  const schema = (files) => ({
    tag: 'schemaDatamodel',
    files: [datasource, ...files].map(([path, content]) => ({ path, content })),
  })
  const schemaEngine = await engine.new(
    { datamodels: [datasource, ...after] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapter),
  )
  const { stdout } = await schemaEngine.diff({
    from: before.length > 0 ? schema(before) : { tag: 'empty' },
    to: schema(after),
    script: true,
    shadowDatabaseUrl: null,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  })
  return stdout ?? ''
}

/** The engine asks a PostgreSQL for its settings before it compares two schemas; this one answers without a server. */
function offlinePostgresql() {
  const connection = {
    provider: 'postgres',
    adapterName: 'offline',
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: false }),
    queryRaw: async () => ({ columnNames: [], columnTypes: [], rows: [] }),
    executeRaw: async () => 0,
    executeScript: async () => {},
    dispose: async () => {},
  }
  const connect = async () => connection
  return { provider: 'postgres', adapterName: 'offline', connect, connectToShadowDb: connect }
}
