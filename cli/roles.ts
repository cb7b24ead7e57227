import { type Command, Option } from 'commander'
import { actions } from '@/core/access/roles'
import { printable } from '@/core/console-message'
import { GatehouseError } from '@/core/errors'
import { type BuiltInWords, listRoles, type RoleSummary } from '@/core/identity/role-reads'
import { createRole, deleteRole } from '@/core/identity/roles'
import { foldKey } from '@/core/text'
import { type Context, type Io, withPlatform } from './context'

interface AddOptions {
  name: string
  description: string
  permission: string[]
  secondFactor: boolean
}

const collect = (value: string, before: string[] = []) => [...before, value]
const words: BuiltInWords = {
  administrator: { name: 'administrator', description: '' },
  operator: { name: 'operator', description: '' },
  auditor: { name: 'auditor', description: '' },
}

/** `gatehouse roles add|list|remove`. */
export function roleCommands(program: Command, io: Io): void {
  const roles = program.command('roles').description('named sets of permissions')
  roles
    .command('add')
    .description('add a custom role')
    .requiredOption('--name <name>', 'its name')
    .option('--description <text>', 'what it is for', '')
    .addOption(
      new Option('--permission <name>', 'what it permits (may be repeated)')
        .makeOptionMandatory()
        .argParser((value: string, before?: string[]) => collect(value, before)),
    )
    .addHelpText('after', `\nPermissions: ${actions.join(', ')}`)
    .option('--second-factor', 'demand a second factor of its holders', false)
    .action((options: AddOptions) => withPlatform(io, (context) => addRole(context, io, options)))
  roles
    .command('list')
    .description('list the roles')
    .option('--search <words>', 'only those in which each word occurs', '')
    .option('--json', 'one JSON object a line')
    .action((options: { search: string; json?: boolean }) =>
      withPlatform(io, (context) => printRoles(context, io, options)),
    )
  roles
    .command('remove')
    .description('remove a custom role that nobody has')
    .requiredOption('--name <name>', 'its name')
    .action(({ name }: { name: string }) => withPlatform(io, (context) => removeRole(context, name)))
}

async function addRole({ platform, actor }: Context, io: Io, options: AddOptions): Promise<void> {
  const { name, description, permission: permissions, secondFactor } = options
  io.out((await createRole(platform, actor, { name, description, permissions, secondFactor })).id)
}

async function printRoles(context: Context, io: Io, options: { search: string; json?: boolean }): Promise<void> {
  for await (const { role, description, people, tokens } of everyRole(context, options.search)) {
    const { key, name, permissions, secondFactor } = role
    const line = [
      name ?? key,
      name === null ? 'built in' : 'custom',
      String(people),
      String(tokens),
      permissions.join(','),
    ]
    io.out(
      options.json
        ? JSON.stringify({ key, name: name ?? key, description, permissions, secondFactor, people, tokens })
        : line.map(printable).join('\t'),
    )
  }
}

async function removeRole(context: Context, name: string): Promise<void> {
  const { platform, actor } = context
  for await (const { role } of everyRole(context, '')) {
    if (role.name !== null && foldKey(role.name) === foldKey(name)) return deleteRole(platform, actor, role.key)
  }
  throw new GatehouseError('not-found', { what: 'custom role', name })
}

async function* everyRole({ platform, actor }: Context, q: string): AsyncGenerator<RoleSummary> {
  for (let page = 1; ; page++) {
    const list = await listRoles(platform, actor, { q, page, pageSize: 100 }, words)
    yield* list.rows
    if (page * list.pageSize >= list.total) return
  }
}
