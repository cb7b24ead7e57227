import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { OpenOrder } from '@/core/sessions/order'
import { bundledKeeper } from './bundled-keeper'
import { KeeperClient } from './keeper-client'
import { type RunningSshd, startSshd } from './sshd'

/** A keeper in a process of its own, as a portal starts it, with a portal's end of its socket. */
export interface KeeperProcess {
  client: KeeperClient
  process: ChildProcess
  /** Ends it, whatever it does, and removes what it has written. */
  stop(): Promise<void>
}

/** Starts a keeper of the code as it is now; resolves when it answers. */
export async function startKeeper(): Promise<KeeperProcess> {
  const bundle = await bundledKeeper()
  const client = new KeeperClient()
  const keeper = spawn(process.execPath, [bundle.script, '--socket', client.socketPath, '--build', 'test'], {
    stdio: 'ignore',
  })
  await client.connect()
  return {
    client,
    process: keeper,
    async stop() {
      const ended = once(keeper, 'exit')
      if (keeper.exitCode === null && keeper.signalCode === null) {
        keeper.kill('SIGKILL')
        await ended
      }
      client.destroy()
      bundle.remove()
    },
  }
}

/** A keeper in a process of its own and an OpenSSH server, for all tests of a file; each test begins with nobody told of messages. */
export function keeperAndHost() {
  let sshd: RunningSshd
  let keeper: KeeperProcess
  beforeAll(async () => {
    ;[sshd, keeper] = await Promise.all([startSshd(), startKeeper()])
  })
  afterAll(async () => {
    await keeper.stop()
    await sshd.stop()
  })
  beforeEach(() => {
    keeper.client.react = () => {}
  })
  return {
    get client() {
      return keeper.client
    },
    /** A shell on the server; resolves to the session's handle once it is open. */
    openShell: (order?: Partial<OpenOrder>) =>
      keeper.client.openShell(sshd, { kind: 'private-key', privateKey: sshd.privateKey }, order),
  }
}
