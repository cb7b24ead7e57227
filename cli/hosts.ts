import { type Command, Option } from 'commander'
import { printable } from '@/core/console-message'
import { hostEncodings } from '@/core/encodings/names'
import { createHost, type HostSummary, listHosts } from '@/core/inventory/hosts'
import { findCredentialByName } from '@/core/vault/credentials'
import { type Context, type Io, withPlatform } from './context'

interface AddOptions {
  name: string
  address: string
  port: string
  tag: string[]
  account: string[]
  notes: string
  encoding: string
}

interface ListOptions {
  search: string
  tag?: string
  json?: boolean
}

const collect = (value: string, before: string[]) => [...before, value]

/** `gatehouse host add|ls`. */
export function hostCommands(program: Command, io: Io): void {
  const host = program.command('host').description('the inventory')
  host
    .command('add')
    .description('add a host')
    .requiredOption('--name <name>', 'its name')
    .requiredOption('--address <address>', 'IPv4, IPv6 or DNS name')
    .option('--port <port>', 'where its SSH server listens', '22')
    .option('--tag <tag>', 'a tag (may be repeated)', collect, [])
    .option('--account <login[=credential]>', 'a login name, and the credential for it (may be repeated)', collect, [])
    .option('--notes <notes>', 'notes', '')
    .addOption(new Option('--encoding <name>', 'how it writes text').choices(hostEncodings).default('utf-8'))
    .action((options: AddOptions) => withPlatform(io, (context) => addHost(context, io, options)))
  host
    .command('ls')
    .description('list the hosts')
    .option('--search <words>', 'only those in which each word occurs', '')
    .option('--tag <tag>', 'only those with this tag')
    .option('--json', 'one JSON object a line')
    .action((options: ListOptions) => withPlatform(io, (context) => printHosts(context, io, options)))
}

async function addHost({ platform, actor }: Context, io: Io, options: AddOptions): Promise<void> {
  const accounts = await Promise.all(
    options.account.map(async (text) => {
      const at = text.indexOf('=')
      if (at < 0) return { login: text }
      return { login: text.slice(0, at), credentialId: await findCredentialByName(platform, actor, text.slice(at + 1)) }
    }),
  )
  const { tag, account: _, ...fields } = options
  const { id } = await createHost(platform, actor, { ...fields, tags: tag, accounts })
  io.out(id)
}

async function printHosts({ platform, actor }: Context, io: Io, options: ListOptions): Promise<void> {
  for (let page = 1; ; page++) {
    const list = await listHosts(platform, actor, { q: options.search, tag: options.tag, page, pageSize: 100 })
    for (const host of list.rows) io.out(options.json ? JSON.stringify(asJson(host)) : asLine(host))
    if (page * list.pageSize >= list.total) return
  }
}

function asJson({ id, name, address, port, tags, accounts }: HostSummary) {
  return {
    id,
    name,
    address,
    port,
    tags,
    accounts: accounts.map(({ id: accountId, login, credential }) => ({
      id: accountId,
      login,
      credential: credential?.name ?? null,
    })),
  }
}

/** Tab-separated, for `cut` and `column -t -s $'\t'`. */
function asLine({ name, address, port, tags, accounts }: HostSummary): string {
  const place = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
  const logins = accounts.map(({ login }) => login)
  return [name, place, logins.join(','), tags.join(',')].map(printable).join('\t')
}
