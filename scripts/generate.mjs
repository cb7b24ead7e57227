// Generates both Prisma clients into prisma/generated, when the models are newer than what is there.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const prismaPackage = createRequire(import.meta.url).resolve('prisma/package.json')
const stampFile = join(root, 'prisma/generated/stamp')

/** Runs `prisma generate` for both databases unless nothing changed since the last time. */
export function generateClients() {
  const stamp = fingerprint()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  for (const provider of ['sqlite', 'postgresql']) {
    execFileSync(
      process.execPath,
      [join(dirname(prismaPackage), 'build/index.js'), 'generate', '--config', `prisma/${provider}/prisma.config.ts`],
      {
        cwd: root,
        stdio: ['ignore', 'ignore', 'pipe'],
        // `generate` needs no schema engine; without this Prisma would try to download one.
        env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/false', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
      },
    )
  }
  writeFileSync(stampFile, stamp)
}

function fingerprint() {
  const hash = createHash('sha256').update(readFileSync(prismaPackage))
  for (const folder of ['models', 'sqlite', 'postgresql']) {
    for (const file of readdirSync(join(root, 'prisma', folder)).sort()) {
      if (/\.(prisma|ts)$/.test(file)) hash.update(file).update(readFileSync(join(root, 'prisma', folder, file)))
    }
  }
  return hash.digest('hex')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) generateClients()
