// Asks Prisma's own schema engine (compiled to WebAssembly) what it thinks of a database that Gatehouse migrated:
// `node diagnose.mjs <url>` prints what `prisma migrate deploy` would find wrong, and what it would still apply.
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'

const url = process.argv[2] ?? ''
const provider = url.startsWith('file:') ? 'sqlite' : 'postgresql'
const prisma = fileURLToPath(new URL('..', import.meta.url))
const read = (path) => readFileSync(`${prisma}${path}`, 'utf8')

const Engine = await loadEngine()
const models = readdirSync(`${prisma}models`).map((file) => [file, read(`models/${file}`)])
const adapter = provider === 'sqlite' ? new PrismaBetterSqlite3({ url }) : new PrismaPg({ connectionString: url })
const engine = await Engine.new(
  { datamodels: [['schema.prisma', `datasource db {\n  provider = "${provider}"\n}\n`], ...models] },
  () => {},
  bindMigrationAwareSqlAdapterFactory(adapter),
)
const filters = { externalTables: [], externalEnums: [] }
const migrationsList = migrations(`${provider}/migrations`)
const diagnosis = await engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters })
const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters })
console.log(JSON.stringify({ ...diagnosis, appliedMigrationNames }))
process.exit(0)

function migrations(folder) {
  const names = readdirSync(prisma + folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return {
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content: read(`${folder}/migration_lock.toml`) },
    shadowDbInitScript: '',
    migrationDirectories: names
      .map(({ name }) => name)
      .sort()
      .map((name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok', value: read(`${folder}/${name}/migration.sql`) },
        },
      })),
  }
}

async function loadEngine() {
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const wasm = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm')
    .replace(/schema_engine\.js$/, 'schema_engine_bg.wasm')
  const { instance } = await WebAssembly.instantiate(readFileSync(wasm), { './schema_engine_bg.js': bindings })
  bindings.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  return bindings.SchemaEngine
}
