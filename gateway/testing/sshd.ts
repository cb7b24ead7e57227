import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

/** A real OpenSSH server on loopback that lives as long as a test. */
export interface RunningSshd {
  host: '127.0.0.1'
  port: number
  login: string
  /** Empty unless run by root: only root can make a user with a known password. */
  password: string
  /** An Ed25519 key in OpenSSH's format that the login accepts. */
  privateKey: string
  /** `SHA256:…` of each host key. */
  fingerprints: string[]
  /** Gives the server another identity on the same port, as an impostor would. */
  replaceHostKey(): Promise<void>
  stop(): Promise<void>
}

export interface SshdOptions {
  /** Lines for sshd_config, before the harness's own: the first value of a keyword wins. */
  config?: string[]
  /** The line of authorized_keys that lets the login in, instead of `privateKey`'s. */
  authorizedKey?: string
}

let users = 0

/** Starts sshd with keys, a configuration and (as root) a user of its own; resolves when it listens. */
export async function startSshd(options: SshdOptions = {}): Promise<RunningSshd> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-sshd-'))
  chmodSync(folder, 0o755)
  const port = await freePort()
  const account = createAccount()
  keygen(join(folder, 'user'))
  keygen(join(folder, 'host'))
  writeFileSync(join(folder, 'authorized_keys'), options.authorizedKey ?? readFileSync(join(folder, 'user.pub')))
  writeFileSync(join(folder, 'sshd_config'), configuration(folder, port, options.config ?? []))
  let server = await start(folder, port)
  const running: RunningSshd = {
    host: '127.0.0.1',
    port,
    login: account.login,
    password: account.password,
    privateKey: readFileSync(join(folder, 'user'), 'utf8'),
    fingerprints: [fingerprint(folder)],
    async replaceHostKey() {
      await end(server)
      rmSync(join(folder, 'host'))
      keygen(join(folder, 'host'))
      running.fingerprints = [fingerprint(folder)]
      server = await start(folder, port)
    },
    async stop() {
      await end(server)
      account.remove()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return running
}

/** A port of 127.0.0.1 that nothing listens on now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

function keygen(path: string): void {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'gatehouse test', '-f', path])
}

function fingerprint(folder: string): string {
  const line = execFileSync('ssh-keygen', ['-lf', join(folder, 'host.pub')], { encoding: 'utf8' })
  return line.split(' ')[1] ?? ''
}

function configuration(folder: string, port: number, extra: string[]): string {
  return [
    ...extra,
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${join(folder, 'host')}`,
    `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
    `PidFile ${join(folder, 'sshd.pid')}`,
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication yes',
    'MaxStartups 200:30:400',
    'PrintMotd no',
    'PrintLastLog no',
    'AcceptEnv LANG LC_*',
    'Subsystem sftp internal-sftp',
    '',
  ].join('\n')
}

async function start(folder: string, port: number): Promise<ChildProcess> {
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const server = spawn(sshdPath(), ['-D', '-e', '-f', join(folder, 'sshd_config')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  server.stderr?.on('data', (chunk: Buffer) => {
    said += chunk
  })
  while (!(await answers(port))) {
    if (server.exitCode !== null) throw new Error(`sshd ended: ${said}`)
  }
  return server
}

function sshdPath(): string {
  const found = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/sbin/sshd'].find((path) => existsSync(path))
  if (!found) throw new Error('sshd is not installed (Debian: apt-get install openssh-server)')
  return found
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'data', { signal: AbortSignal.timeout(2000) })
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  server.kill('SIGTERM')
  await ended
}

function createAccount(): { login: string; password: string; remove(): void } {
  if (process.getuid?.() !== 0) return { login: userInfo().username, password: '', remove: () => {} }
  const login = `gh${process.pid}x${++users}`
  const password = randomBytes(12).toString('base64url')
  execFileSync('useradd', ['--create-home', '--shell', '/bin/bash', login])
  execFileSync('chpasswd', { input: `${login}:${password}\n` })
  return {
    login,
    password,
    remove() {
      try {
        execFileSync('pkill', ['-KILL', '-u', login], { stdio: 'ignore' })
      } catch {
        // No process of this user is left.
      }
      execFileSync('userdel', ['--remove', '--force', login], { stdio: 'ignore' })
    },
  }
}
