import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { Platform } from '@/core/platform'

const limitMs = 3000

/** `GET /healthz`: the process answers. `GET /readyz`: the database and the pages answer, and the data folder takes a file. */
export async function answerHealth(
  path: '/healthz' | '/readyz',
  response: ServerResponse,
  platform: Platform,
  pages: () => Promise<void>,
): Promise<void> {
  const checks = path === '/healthz' ? {} : await readiness(platform, pages)
  const ready = Object.values(checks).every(Boolean)
  response.writeHead(ready ? 200 : 503, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify({ status: ready ? 'ok' : 'unavailable', ...checks }))
}

async function readiness(platform: Platform, pages: () => Promise<void>): Promise<Record<string, boolean>> {
  const checks = [database(platform), data(platform), pages()].map(passes)
  const [databaseAnswers, dataWritable, pagesAnswer] = await Promise.all(checks)
  return { database: databaseAnswers === true, data: dataWritable === true, pages: pagesAnswer === true }
}

async function database(platform: Platform): Promise<void> {
  await platform.db.auditHead.findUnique({ where: { id: 'head' } })
}

async function data(platform: Platform): Promise<void> {
  const path = join(platform.config.dataFolder, `.probe-${randomUUID()}`)
  await writeFile(path, 'x', { mode: 0o600 })
  await rm(path)
}

async function passes(check: Promise<void>): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => setTimeout(resolve, limitMs, false).unref())
  return Promise.race([check.then(() => true).catch(() => false), late])
}
