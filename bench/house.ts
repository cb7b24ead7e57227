import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withPlatform } from '@/cli/context'
import { createGrant } from '@/core/access/grants'
import { createAdministrator } from '@/core/identity/users'
import { createHost, getHost } from '@/core/inventory/hosts'
import { createCredential } from '@/core/vault/credentials'
import { GatehouseNode } from '@/e2e/support/node'
import { Visitor } from '@/e2e/support/visitor'
import { Probe } from './probe-client'
import type { Reach, SshTarget } from './shell'

export const administrator = { name: 'ada', password: 'a quiet harbour at dusk' }

/** Limits that the bench's crowds need; all else is as Gatehouse comes. */
const settings = {
  GATEHOUSE_MAX_SESSIONS: '2000',
  GATEHOUSE_MAX_SESSIONS_PER_USER: '1000',
  GATEHOUSE_MAX_SOCKETS_PER_USER: '1000',
  GATEHOUSE_KEEPER_MEMORY_MB: '4096',
  GATEHOUSE_CONNECT_TIMEOUT_SECONDS: '120',
}

/** Gatehouse as `npm start` runs it: a data folder of its own, an administrator who signed in, one host with its key in the vault and a grant. */
export class House {
  private stopping: Promise<void> | undefined

  private constructor(
    private readonly node: GatehouseNode,
    readonly probe: Probe,
    readonly visitor: Visitor,
    readonly accountId: string,
  ) {}

  /** Starts it. `prepare` may fill the data folder's database before; it is told the file's path. */
  static async start(target: SshTarget, prepare: (database: string) => void = () => {}): Promise<House> {
    const probe = new Probe()
    const dataFolder = join(mkdtempSync(join(tmpdir(), 'gatehouse-bench-')), 'data')
    try {
      const accountId = await seed(dataFolder, target)
      prepare(join(dataFolder, 'gatehouse.db'))
      const node = await GatehouseNode.prepare({
        dataFolder,
        // The machine's number of keepers, and not the tests'.
        settings: { ...settings, GATEHOUSE_KEEPERS: '', ...probe.environment() },
      })
      await node.start()
      const visitor = await new Visitor(node.url).signIn(administrator.name, administrator.password)
      return new House(node, probe, visitor, accountId)
    } catch (error) {
      probe.dispose()
      rmSync(join(dataFolder, '..'), { recursive: true, force: true })
      throw error
    }
  }

  get url(): string {
    return this.node.url
  }

  get reach(): Reach {
    return {
      kind: 'gatehouse',
      origin: this.node.url,
      cookie: this.visitor.cookieHeader,
      target: { kind: 'account', accountId: this.accountId },
    }
  }

  /** Ends it as Ctrl-C does, and what does not end by that. Removes its data. */
  stop(): Promise<void> {
    this.stopping ??= (async () => {
      await this.node.stop()
      this.probe.dispose()
      await this.node.dispose()
    })()
    return this.stopping
  }
}

/** An administrator, a private key in the vault, and the host that uses it. Resolves to the account's id. */
async function seed(dataFolder: string, target: SshTarget): Promise<string> {
  let accountId = ''
  const io = { environment: { GATEHOUSE_DATA: dataFolder }, stdin: process.stdin, out: () => {}, err: () => {} }
  await withPlatform(io, async ({ platform, actor }) => {
    await createAdministrator(platform, actor, administrator)
    const { privateKey } = target
    const key = await createCredential(platform, actor, { kind: 'private-key', name: 'bench key', privateKey })
    const { id } = await createHost(platform, actor, {
      name: 'bench',
      address: target.host,
      port: target.port,
      tags: ['bench'],
      notes: '',
      accounts: [{ login: target.login, credentialId: key.id }],
    })
    await createGrant(platform, actor, { name: 'bench', everyone: true, hostIds: [id], capabilities: ['shell'] })
    accountId = (await getHost(platform, actor, id)).accounts[0]?.id ?? ''
  })
  return accountId
}
