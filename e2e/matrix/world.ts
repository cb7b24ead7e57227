import Database from 'better-sqlite3'
import { Authenticator } from '@/core/testing/authenticator'
import { type RunningSshd, startSshd } from '@/gateway/testing/sshd'
import { type ActionArgument, type ActionOutcome, callAction, form } from '../support/actions'
import { LiveClient } from '../support/live-client'
import { GatehouseNode } from '../support/node'
import { administrator, grantEverything } from '../support/own-node'
import { Visitor } from '../support/visitor'
import { actions } from './surfaces'

/**
 * Who tries. `halfway` has given the right password of someone who has a second factor, and nothing else. `enrolling` has signed
 * in with a password alone where a second factor is demanded. `custom`: in a role that was made here, which permits
 * {@link customPermissions} alone.
 */
export const callers = ['anonymous', 'halfway', 'enrolling', 'custom', 'auditor', 'operator', 'administrator'] as const
export type Caller = (typeof callers)[number]

export const customPermissions = ['host.list', 'session.open', 'snippet.view']

/** An id that nothing has. */
export const noId = '00000000-0000-4000-8000-000000000000'

/** A node with one of each thing, and one visitor of each kind. */
export interface World {
  node: GatehouseNode
  visitors: Record<Caller, Visitor>
  hostId: string
  accountId: string
  credentialId: string
  snippetId: string
  grantId: string
  groupId: string
  hostGroupId: string
  /** The custom role. */
  roleId: string
  /** Of the operator's, running. */
  sessionId: string
  operatorId: string
  call: (visitor: Visitor, action: string, args: readonly ActionArgument[]) => Promise<ActionOutcome>
  close: () => Promise<void>
}

/** A grant as its form sends it. */
export const grant = { name: 'a grant', who: 'everyone', where: 'all', loginMode: 'any', capability: 'shell' }

const known = actions()

/** Runs an action at a page that has it. Throws for one that the build doesn't know. */
export function run(visitor: Visitor, action: string, args: readonly ActionArgument[]): Promise<ActionOutcome> {
  const found = known.get(action)
  if (!found) throw new Error(`there is no ${action}`)
  return callAction(visitor, found.page.replace(/\[[^\]]*\]/g, noId), found.id, args)
}

/** Tokens are tried from addresses of their own. */
const matrixSettings = { GATEHOUSE_SECOND_FACTOR: 'administrators', GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1' }

const password = 'the warden walks at dawn'

/** Builds it all over HTTP, as people would. Close it in the end. */
export async function buildWorld(): Promise<World> {
  const sshd = await startSshd()
  const node = await GatehouseNode.start({ settings: matrixSettings })
  const admin = await signedInAdministrator(node)
  await grantEverything(node)
  const halfway = new Visitor(node.url)
  const refusal = await halfway.signIn(administrator.name, administrator.password).then(() => 'none', String)
  if (!refusal.includes('second-factor-required')) throw new Error(`a password alone came to: ${refusal}`)
  await node.command(['admin', 'create', '--name', 'eve', '--password-stdin'], password)
  const enrolling = await new Visitor(node.url).signIn('eve', password)
  const [operator, auditor] = [await invite(node, admin, 'operator'), await invite(node, admin, 'auditor')]
  const things = await makeThings(admin, sshd)
  const custom = await invite(node, admin, 'custom', things.roleId)
  const first = await LiveClient.connect(admin)
  await first.acceptHostKey((await first.open({ kind: 'account', accountId: things.accountId })).sessionId)
  await first.until(() => first.states.at(-1)?.state === 'open')
  first.close()
  const live = await LiveClient.connect(operator)
  const { sessionId } = await live.open({ kind: 'account', accountId: things.accountId })
  await live.until(() => live.states.at(-1)?.state === 'open')
  return {
    node,
    visitors: { anonymous: new Visitor(node.url), halfway, enrolling, custom, auditor, operator, administrator: admin },
    ...things,
    sessionId,
    operatorId: idOf(node, 'operator'),
    call: run,
    close: async () => {
      live.close()
      await node.dispose()
      await sshd.stop()
    },
  }
}

async function signedInAdministrator(node: GatehouseNode): Promise<Visitor> {
  await node.command(['admin', 'create', '--name', administrator.name, '--password-stdin'], administrator.password)
  const visitor = await new Visitor(node.url).signIn(administrator.name, administrator.password)
  const begun = await run(visitor, 'action app/_lib/enrolment.ts beginFactor', [
    form({ password: administrator.password }),
  ])
  const { secret } = begun.value as { secret: string }
  const code = new Authenticator(secret).code(-1)
  await run(visitor, 'action app/_lib/enrolment.ts confirmFactor', [form({ code })])
  return visitor
}

async function invite(node: GatehouseNode, admin: Visitor, name: string, role = name): Promise<Visitor> {
  const added = await run(admin, 'action app/(portal)/users/actions.ts add', [form({ name, role })])
  const { link } = added.value as { link: string }
  const visitor = new Visitor(node.url)
  const token = link.split('/').at(-1) ?? ''
  await run(visitor, 'action app/(gate)/setup/[token]/actions.ts redeem', [token, form({ password })])
  return visitor
}

async function makeThings(admin: Visitor, sshd: RunningSshd) {
  const make = async (action: string, fields: Parameters<typeof form>[0]) => {
    const made = await run(admin, `action app/(portal)/${action}`, [form(fields)])
    if (made.code) throw new Error(`${action}: ${made.code}`)
    return (made.value as { id: string } | null)?.id ?? ''
  }
  const credentialId = await make('credentials/actions.ts createCredentialAction', {
    kind: 'private-key',
    name: 'a key',
    privateKey: sshd.privateKey,
  })
  const hostId = await make('hosts/actions.ts createHostAction', {
    name: 'harbour',
    address: sshd.host,
    port: String(sshd.port),
    notes: '',
    login: sshd.login,
    credentialId,
  })
  const grantId = await make('grants/actions.ts createGrantAction', grant)
  await make('snippets/actions.ts createSnippetAction', { name: 'a text', text: 'uptime', scope: 'shared' })
  const groupId = await make('groups/actions.ts createGroupAction', { name: 'a team' })
  const hostGroupId = await make('host-groups/actions.ts createHostGroupAction', { name: 'some hosts' })
  const roleId = await make('roles/actions.ts createRoleAction', { name: 'a duty', permissions: customPermissions })
  const hosts = (await (await admin.request('/api/v1/hosts/lookup?q=harbour')).json()) as {
    accounts: { id: string }[]
  }[]
  const snippets = (await (await admin.request('/api/v1/snippets')).json()) as { id: string }[]
  const accountId = hosts[0]?.accounts[0]?.id ?? ''
  return {
    credentialId,
    hostId,
    grantId,
    groupId,
    hostGroupId,
    roleId,
    accountId,
    snippetId: snippets[0]?.id ?? '',
  }
}

function idOf(node: GatehouseNode, name: string): string {
  return read(node, (database) => database.prepare('SELECT id FROM User WHERE name = ?').pluck().get(name) as string)
}

/** What a refused request may write: that it was refused, and how often someone guessed. */
const passing = new Set(['AuditEvent', 'AuditHead', 'SignInThrottle', '_prisma_migrations'])
/** When someone or something was last seen is no trace of what they asked for. */
const passingColumns = new Set(['lastSeenAt', 'lastUsedAt', 'lastUsedAddress'])

/** Every row but those, as text: to see that a refused request has left nothing behind. */
export function contents(node: GatehouseNode): string {
  const look = lookInto(node)
  const version = look.database.pragma('data_version', { simple: true }) as number
  if (version !== look.version) {
    look.contents = JSON.stringify(rowsOf(look.database), (column, value) =>
      passingColumns.has(column) ? undefined : value,
    )
    look.version = version
  }
  return look.contents
}

function rowsOf(database: Database.Database): [string, unknown[]][] {
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all() as string[]
  return tables
    .filter((table) => !passing.has(table) && !table.startsWith('sqlite_'))
    .map((table) => [table, database.prepare(`SELECT * FROM "${table}"`).all()])
}

/** The number of the newest event. */
export function lastEvent(node: GatehouseNode): number {
  return read(node, (database) => database.prepare('SELECT seq FROM AuditHead').pluck().get() as number)
}

/** The events after the first `seq`: what they were and how they came out. */
export function eventsAfter(node: GatehouseNode, seq: number): { seq: number; action: string; outcome: string }[] {
  return read(
    node,
    (database) =>
      database.prepare('SELECT seq, action, outcome FROM AuditEvent WHERE seq > ? ORDER BY seq').all(seq) as {
        seq: number
        action: string
        outcome: string
      }[],
  )
}

/** One look into a node's database that stays open: SQLite tells it whether anybody has written since. */
interface Look {
  database: Database.Database
  version: number
  contents: string
}
const looks = new WeakMap<GatehouseNode, Look>()

function lookInto(node: GatehouseNode): Look {
  const known = looks.get(node)
  if (known) return known
  const database = new Database(`${node.dataFolder}/gatehouse.db`, { readonly: true })
  const look = { database, version: -1, contents: '' }
  looks.set(node, look)
  return look
}

function read<T>(node: GatehouseNode, query: (database: Database.Database) => T): T {
  return query(lookInto(node).database)
}
