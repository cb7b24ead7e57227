import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { delimiter, join } from 'node:path'

/** An OpenSSH server on loopback that lets in one key, as whoever runs it. */
export interface DemoSshd {
  port: number
  /** Resolves when it has ended. */
  stop(): Promise<void>
}

/** The full path of sshd, or undefined. */
export function findSshd(): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/sbin']
  return folders.map((folder) => join(folder, 'sshd')).find((file) => existsSync(file))
}

/**
 * Starts it with its files in `folder`: the host key and the port are kept there, so that the next start is the same host.
 * Resolves when it answers; throws with its own words when it does not start.
 */
export async function startDemoSshd(sshd: string, folder: string, publicKey: string): Promise<DemoSshd> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = (name: string) => join(folder, name)
  if (!existsSync(file('host_key'))) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'gatehouse demo host', '-f', file('host_key')])
  }
  const port = await choosePort(file('port'))
  writeFileSync(file('port'), String(port))
  writeFileSync(file('authorized_keys'), `${publicKey}\n`, { mode: 0o600 })
  rmSync(file('sshd.pid'), { force: true })
  const lines = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey "${file('host_key')}"`,
    `AuthorizedKeysFile "${file('authorized_keys')}"`,
    `PidFile "${file('sshd.pid')}"`,
    'AuthenticationMethods publickey',
    'PasswordAuthentication no',
    // The data folder may lie below one that others can write; only this key's owner can use it anyway.
    'StrictModes no',
    `UsePAM ${rootIsLocked() ? 'yes' : 'no'}`,
    'AllowAgentForwarding no',
    'AllowTcpForwarding no',
  ]
  writeFileSync(file('sshd_config'), `${lines.join('\n')}\n`)
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const child = spawn(sshd, ['-D', '-e', '-f', file('sshd_config')], { stdio: ['ignore', 'ignore', 'pipe'] })
  await answering(child, port)
  return {
    port,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

/** Without PAM sshd turns away an account whose password is locked, even by key; some systems lock root's. */
function rootIsLocked(): boolean {
  if (process.getuid?.() !== 0) return false
  try {
    return /^root:!/m.test(readFileSync('/etc/shadow', 'utf8'))
  } catch {
    return false
  }
}

async function choosePort(file: string): Promise<number> {
  const before = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
  return (await listenable(before)) ?? (await listenable(0)) ?? 0
}

/** The port itself, or for 0 any, if it can be listened on now. */
function listenable(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(address && typeof address === 'object' ? address.port : undefined))
    })
  })
}

async function answering(child: ChildProcess, port: number): Promise<void> {
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    // Enough to say why it did not start.
    if (said.length < 4096) said += text
  })
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; ) {
    if (child.exitCode !== null) break
    if (await greets(port)) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  child.kill('SIGKILL')
  throw new Error(`sshd did not start: ${said.trim()}`)
}

function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const answer = (value: boolean) => {
      socket.destroy()
      resolve(value)
    }
    socket.once('data', () => answer(true))
    socket.once('error', () => answer(false))
    socket.setTimeout(2000, () => answer(false))
  })
}
