// A PostgreSQL of our own for the tests: a new cluster in a temporary folder, on a free loopback port, gone at the end.
import { execFileSync } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { postgresqlFolder } from './needs.mjs'

/** Starts it and resolves to `{ url, stop }`. Throws if there is no PostgreSQL or it does not start. */
export async function startPostgresql() {
  const programs = postgresqlFolder()
  if (!programs) throw new Error('no PostgreSQL server is installed')
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-pg-'))
  const owner = ownerOf()
  if (owner) chownSync(folder, owner.uid, owner.gid)
  const execute = (program, args) =>
    execFileSync(join(programs, program), args, {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(owner ?? {}),
      env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' },
    })
  const cluster = join(folder, 'cluster')
  const port = await freePort()
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`
  const stop = () => {
    try {
      execute('pg_ctl', ['stop', '-D', cluster, '-m', 'immediate', '-w'])
    } catch {
      // It never started, or has stopped already.
    }
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    execute('initdb', ['-D', cluster, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'])
    // Data that lives for minutes needs no protection against a power cut; the tests run several times faster.
    const options = `-c listen_addresses=127.0.0.1 -c port=${port} -c fsync=off -c full_page_writes=off -c synchronous_commit=off -k ${folder}`
    execute('pg_ctl', ['start', '-D', cluster, '-w', '-t', '60', '-l', join(folder, 'log'), '-o', options])
  } catch (error) {
    stop()
    throw error
  }
  return { url, stop }
}

/** PostgreSQL refuses to run as root; its package brings a user for it. */
function ownerOf() {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
