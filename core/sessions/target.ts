import { isIP } from 'node:net'
import type { Prisma } from '@/prisma/client'
import { inPages } from '../access/world'
import type { UserActor } from '../actor'
import { encodingOf, type HostEncoding } from '../encodings/names'
import { GatehouseError } from '../errors'
import { addressSchema } from '../inventory/address'
import { hostsKnownBy, type KeyPlace, pinnedKeysFor } from '../inventory/host-keys'
import { meantBy } from '../inventory/ranges'
import { parseInput } from '../list'
import type { Platform } from '../platform'
import { credentialFor, typed, type UsedCredential } from './credential'
import type { OpenTarget } from './wire'

/** Where a session goes, and what it is to the inventory. */
export interface Target {
  kind: 'inventory' | 'quick'
  place: KeyPlace
  hostName: string
  /** As it is shown: the inventory's, or what the person typed. */
  address: string
  port: number
  /** The addresses that were looked at when it was decided what the target is: these are dialled and no other. Undefined: the keeper resolves. */
  resolved?: string[]
  login: string
  credential: UsedCredential
  encoding: HostEncoding
}

/**
 * What a request to open a session means: one place or, where an address leads to several hosts of the inventory, each of
 * them. Throws `not-found`, `invalid-input`, `target-unclear`.
 */
export async function findTargets(
  platform: Platform,
  actor: UserActor,
  wanted: OpenTarget,
): Promise<[Target, ...Target[]]> {
  if (wanted.kind === 'quick') return quickTargets(platform, wanted)
  const account = await platform.db.account.findUnique({
    where: { id: wanted.accountId },
    include: { host: true, credential: { select: { id: true, name: true } } },
  })
  if (!account) throw new GatehouseError('not-found', { what: 'account' })
  const { host, login } = account
  const { address, port } = host
  const credential = await credentialFor(platform, actor, account.id, account.credential)
  return [{ ...inventoryPart(host), kind: 'inventory', address, port, login, credential }]
}

/**
 * A host of the inventory is that host by whichever way it is reached: by its own address; by a name that leads there, or an
 * address to which its name leads; at a place whose pinned key is its key. What none of them knows is a place of its own,
 * until it shows its key ({@link file://./recognise.ts}).
 */
async function quickTargets(
  platform: Platform,
  wanted: Extract<OpenTarget, { kind: 'quick' }>,
): Promise<[Target, ...Target[]]> {
  const address = parseInput(addressSchema, wanted.address)
  const { port, login } = wanted
  const resolved = isIP(address) ? [address] : await platform.names.resolve(address)
  const common = { kind: 'quick' as const, address, port, login, credential: typed }
  const place: KeyPlace = { kind: 'endpoint', address, port }
  const [first, ...others] = await hostsAt(platform, place, resolved)
  if (first) {
    const target = ({ host, through }: HostAt): Target => ({ ...common, ...inventoryPart(host), resolved: through })
    return [target(first), ...others.map(target)]
  }
  return [{ ...common, place, hostName: address, resolved, encoding: encodingOf(undefined) }]
}

type HostRow = Prisma.HostGetPayload<Record<string, never>>

/** A host of the inventory, and the addresses by which it is reached. */
interface HostAt {
  host: HostRow
  through: string[]
}

async function hostsAt(platform: Platform, place: KeyPlace, resolved: readonly string[]): Promise<HostAt[]> {
  const { address, port } = place
  const exact = await platform.db.host.findUnique({ where: { address_port: { address, port } } })
  if (exact) return [{ host: exact, through: [...resolved] }]
  const reached = await hostsBehind(platform, port, resolved)
  if (reached.length > 0) return reached
  const shown = await hostsKnownBy(platform, await pinnedKeysFor(platform, place))
  const hosts = await platform.db.host.findMany({ where: { id: { in: shown } }, orderBy: { id: 'asc' } })
  return hosts.map((host) => ({ host, through: [...resolved] }))
}

/** The hosts on this port at one of the addresses, by the address that the inventory has or by the name that leads there. */
async function hostsBehind({ db, names }: Platform, port: number, resolved: readonly string[]): Promise<HostAt[]> {
  if (resolved.length === 0) return []
  const meant = resolved.map((address) => ({ address, spellings: meantBy(address) }))
  const spellings = meant.flatMap((one) => one.spellings)
  const byName: { id: string; address: string }[] = []
  const onPort = inPages((after, take) =>
    db.host.findMany({
      where: { port, id: { gt: after } },
      select: { id: true, address: true },
      orderBy: { id: 'asc' },
      take,
    }),
  )
  for await (const host of onPort) if (!isIP(host.address)) byName.push(host)
  const through = new Map<string, string[]>()
  for (const { address, spellings: own } of meant) {
    const leading = await names.leadingTo(
      byName.map((host) => host.address),
      own,
    )
    for (const { id, address: name } of byName) if (leading.has(name)) add(through, id, address)
  }
  const rows = await db.host.findMany({
    where: { port, OR: [{ address: { in: spellings } }, { id: { in: [...through.keys()] } }] },
    orderBy: { id: 'asc' },
  })
  return rows.map((host) => {
    const literally = meant.filter((one) => one.spellings.includes(host.address)).map((one) => one.address)
    return { host, through: [...new Set([...literally, ...(through.get(host.id) ?? [])])] }
  })
}

function inventoryPart(host: HostRow): Pick<Target, 'place' | 'hostName' | 'encoding'> {
  const { id: hostId, name: hostName, address, port } = host
  return {
    place: { kind: 'host', hostId, hostName, address, port },
    hostName,
    encoding: encodingOf(host.encoding),
  }
}

function add(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
