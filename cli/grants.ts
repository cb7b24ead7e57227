import { type Command, InvalidArgumentError, Option } from 'commander'
import { capabilities } from '@/core/access/capabilities'
import { type CredentialRule, credentialRules } from '@/core/access/credential-rule'
import { findGrantByName } from '@/core/access/grant-reads'
import { createGrant, deleteGrant, type GrantSummary, listGrants } from '@/core/access/grants'
import { idsByName } from '@/core/access/named'
import { printable } from '@/core/console-message'
import { type Context, type Io, withPlatform } from './context'

interface AddOptions {
  name: string
  description: string
  everyone: boolean
  user: string[]
  group: string[]
  allHosts: boolean
  host: string[]
  hostGroup: string[]
  tags?: string
  login: string[]
  capability: string[]
  from?: Date
  until?: Date
  network: string[]
  hours: Window[]
  timeZone: string
  secondFactor: boolean
  reason: boolean
  credentials: CredentialRule
  freshProof?: number | true
  approvals: number
  approverGroup?: string
  breakGlass: boolean
}

interface Window {
  days: number[]
  from: string
  to: string
}

const collect = <T>(value: T, before: T[] = []) => [...before, value]
const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** `gatehouse grants add|list|remove`. */
export function grantCommands(program: Command, io: Io): void {
  const grants = program.command('grants').description('who may reach what, as whom, under which conditions')
  grants
    .command('add')
    .description('add a grant')
    .requiredOption('--name <name>', 'its name')
    .option('--description <text>', 'what it is for', '')
    .option('--everyone', 'for everyone', false)
    .option('--user <name>', 'for this user (may be repeated)', collect<string>, [])
    .option('--group <name>', 'for this group (may be repeated)', collect<string>, [])
    .option('--all-hosts', 'on all hosts', false)
    .option('--host <name>', 'on this host (may be repeated)', collect<string>, [])
    .option('--host-group <name>', 'on this group of hosts (may be repeated)', collect<string>, [])
    .option('--tags <expression>', 'on hosts with such tags: "prod and not db*"')
    .option(
      '--login <name>',
      'as this login, a * at its end for any rest (may be repeated; none: every login)',
      collect<string>,
      [],
    )
    .addOption(
      new Option('--capability <name>', `one of ${capabilities.join(', ')} (may be repeated; none: shell)`).argParser(
        collect<string>,
      ),
    )
    .option('--from <time>', 'from this moment on (ISO 8601)', moment)
    .option('--until <time>', 'until this moment (ISO 8601)', moment)
    .option('--network <range>', 'from these addresses alone (may be repeated)', collect<string>, [])
    .option('--hours <days HH:MM-HH:MM>', 'in these hours alone: "mon-fri 09:00-18:00" (may be repeated)', hours, [])
    .option('--time-zone <name>', 'the zone of the hours', 'UTC')
    .option('--second-factor', 'demand a second factor', false)
    .option('--reason', 'demand a reason', false)
    .addOption(
      new Option(
        '--credentials <whose>',
        'open accounts with any credential, shared ones alone, or personal ones alone',
      )
        .choices(credentialRules)
        .default('any'),
    )
    .option('--fresh-proof [minutes]', 'demand a proof of who they are that is no older than this (5)', minutes)
    .option('--approvals <number>', 'open nothing before so many approved a request', count, 0)
    .option('--approver-group <name>', 'whose members approve (none: administrators)')
    .option('--break-glass', 'let them open it themselves in an emergency, and owe a review', false)
    .action((options: AddOptions) => withPlatform(io, (context) => addGrant(context, io, options)))
  grants
    .command('list')
    .description('list the grants')
    .option('--search <words>', 'only those in which each word occurs', '')
    .option('--json', 'one JSON object a line')
    .action((options: { search: string; json?: boolean }) =>
      withPlatform(io, (context) => printGrants(context, io, options)),
    )
  grants
    .command('remove')
    .description('remove a grant; sessions that rest on it alone are cut off')
    .requiredOption('--name <name>', 'its name')
    .action(({ name }: { name: string }) =>
      withPlatform(io, async ({ platform, actor }) => {
        await deleteGrant(platform, actor, await findGrantByName(platform, actor, name))
      }),
    )
}

async function addGrant({ platform, actor }: Context, io: Io, options: AddOptions): Promise<void> {
  const { user: users, group: groups, host: hosts, hostGroup: hostGroups } = options
  const asked = { groups: options.approverGroup ? [options.approverGroup] : [] }
  const approvers = await idsByName(platform, actor, asked)
  const { id } = await createGrant(platform, actor, {
    ...(await idsByName(platform, actor, { users, groups, hosts, hostGroups })),
    name: options.name,
    description: options.description,
    everyone: options.everyone,
    allHosts: options.allHosts,
    tagExpression: options.tags ?? null,
    logins: options.login,
    capabilities: options.capability ?? ['shell'],
    validFrom: options.from ?? null,
    validUntil: options.until ?? null,
    networks: options.network,
    schedule: options.hours.length > 0 ? { timeZone: options.timeZone, windows: options.hours } : null,
    requiresSecondFactor: options.secondFactor,
    requiresReason: options.reason,
    credentials: options.credentials,
    proofMinutes: options.freshProof === true ? 5 : (options.freshProof ?? null),
    approvals: options.approvals,
    approverGroupId: approvers.groupIds[0] ?? null,
    breakGlass: options.breakGlass,
  })
  io.out(id)
}

async function printGrants({ platform, actor }: Context, io: Io, options: { search: string; json?: boolean }) {
  for (let page = 1; ; page++) {
    const list = await listGrants(platform, actor, { q: options.search, page, pageSize: 100 })
    for (const grant of list.rows) io.out(options.json ? JSON.stringify(grant) : asLine(grant))
    if (page * list.pageSize >= list.total) return
  }
}

/** Tab-separated: name, for whom, on what, as whom, what, until when. */
function asLine(grant: GrantSummary): string {
  const names = (list: { name: string }[]) => list.map(({ name }) => name)
  const subjects = [...(grant.everyone ? ['everyone'] : []), ...names(grant.users), ...names(grant.groups)]
  const tags = grant.tagExpression === null ? [] : [`[${grant.tagExpression}]`]
  const hosts = [...(grant.allHosts ? ['all hosts'] : []), ...names(grant.hostGroups), ...names(grant.hosts), ...tags]
  const logins = grant.logins.length > 0 ? grant.logins : ['*']
  const state = grant.unreadable ? 'unreadable' : grant.disabled ? 'disabled' : (grant.validUntil?.toISOString() ?? '')
  const lists = [subjects, hosts, logins, grant.capabilities].map((list) => list.join(','))
  return [grant.name, ...lists, state].map(printable).join('\t')
}

function count(text: string): number {
  if (!/^\d$/.test(text)) throw new InvalidArgumentError('Give a number from 0 to 5.')
  return Number(text)
}

function minutes(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('Give a number of minutes from 1 to 1440.')
  return Number(text)
}

function moment(text: string): Date {
  const date = new Date(text)
  if (Number.isNaN(date.getTime())) throw new InvalidArgumentError('Give a time such as 2026-12-24T18:00Z.')
  return date
}

/** `mon-fri 09:00-18:00`, `sat,sun 10:00-12:00`, `daily 22:00-06:00`. */
function hours(text: string, before: Window[]): Window[] {
  const [, list = '', from = '', to = ''] = /^(\S+)\s+(\d\d:\d\d)-(\d\d:\d\d)$/.exec(text.trim().toLowerCase()) ?? []
  const chosen = list === 'daily' ? [1, 2, 3, 4, 5, 6, 7] : list.split(',').flatMap(dayRange)
  if (!from || chosen.length === 0 || chosen.includes(0)) {
    throw new InvalidArgumentError(
      'Give days and hours such as "mon-fri 09:00-18:00", "sat,sun 10:00-12:00" or "daily 22:00-06:00".',
    )
  }
  return [...before, { days: chosen, from, to }]
}

/** A day, or days from one to another, also over the week's end; 0 for what is no day. */
function dayRange(text: string): number[] {
  const [first = '', last = first] = text.split('-')
  const [begin, end] = [days.indexOf(first), days.indexOf(last)]
  if (begin < 0 || end < 0) return [0]
  return Array.from({ length: ((end - begin + 7) % 7) + 1 }, (_, n) => ((begin + n) % 7) + 1)
}
