import type { Prisma } from '@/prisma/client'
import { decide, requireAllowed } from '../access/decide'
import { sightOf } from '../access/sight'
import type { UserActor } from '../actor'
import { GatehouseError } from '../errors'
import type { Platform } from '../platform'
import { type CredentialKind, kindOf } from './credential-reads'

/** A credential of one's own as its owner sees it: never the secret. Nobody else sees more than how many there are. */
export interface OwnCredential {
  id: string
  name: string
  kind: CredentialKind
  /** With a private key: the public half in one line, its type and SHA256 fingerprint. */
  publicKey: string | null
  keyType: string | null
  fingerprint: string | null
  createdAt: Date
  updatedAt: Date
  lastUsedAt: Date | null
  /** The accounts that its owner opens with it, those whose host they see: at most 100, by host. */
  uses: { accountId: string; login: string; hostId: string; hostName: string }[]
}

/** One of them to choose from. */
export type OwnCredentialChoice = Pick<OwnCredential, 'id' | 'name' | 'kind'>

/** Everything but what is sealed: a list never even reads it. `hosts`: those that its owner sees. */
const selectOf = (hosts: Prisma.HostWhereInput) =>
  ({
    id: true,
    name: true,
    kind: true,
    publicKey: true,
    keyType: true,
    fingerprint: true,
    createdAt: true,
    updatedAt: true,
    lastUsedAt: true,
    uses: {
      where: { account: { host: hosts } },
      select: { account: { select: { id: true, login: true, host: { select: { id: true, name: true } } } } },
      orderBy: { account: { host: { nameKey: 'asc' } } },
      take: 100,
    },
  }) as const satisfies Prisma.OwnCredentialSelect

/** Whether this person may keep credentials of their own: their role and the setting say so. */
export function mayKeepOwn(platform: Platform, actor: UserActor): boolean {
  return decide(actor, 'credential.edit-own', platform.config.access).allowed
}

/** One's own credentials, by name; there are no more than GATEHOUSE_MAX_PERSONAL_CREDENTIALS. Throws `not-allowed`. */
export async function listOwnCredentials(platform: Platform, actor: UserActor): Promise<OwnCredential[]> {
  requireAllowed(actor, 'credential.edit-own', platform.config.access)
  const { where } = await sightOf(platform, actor)
  const rows = await platform.db.ownCredential.findMany({
    where: { ownerId: actor.id },
    select: selectOf(where),
    orderBy: { nameKey: 'asc' },
    take: 1000,
  })
  return rows.map(ownOf)
}

/** One of one's own. Throws `not-allowed`, and `not-found` also for another's. */
export async function getOwnCredential(platform: Platform, actor: UserActor, id: string): Promise<OwnCredential> {
  requireAllowed(actor, 'credential.edit-own', platform.config.access)
  const { where } = await sightOf(platform, actor)
  const row = await platform.db.ownCredential.findUnique({ where: { id, ownerId: actor.id }, select: selectOf(where) })
  if (!row) throw new GatehouseError('not-found', { what: 'credential' })
  return ownOf(row)
}

/**
 * What one may choose from, by name, and what one has chosen for these accounts: a credential's id by the account's. Nothing
 * to whom it isn't open: it is asked for on pages that are about something else.
 */
export async function ownChoices(
  platform: Platform,
  actor: UserActor,
  accountIds: readonly string[],
): Promise<{ credentials: OwnCredentialChoice[]; chosen: Record<string, string> }> {
  if (!mayKeepOwn(platform, actor)) return { credentials: [], chosen: {} }
  const [rows, uses] = await Promise.all([
    platform.db.ownCredential.findMany({
      where: { ownerId: actor.id },
      select: { id: true, name: true, kind: true },
      orderBy: { nameKey: 'asc' },
      take: 1000,
    }),
    platform.db.ownCredentialUse.findMany({
      where: { userId: actor.id, accountId: { in: [...accountIds] } },
      select: { accountId: true, credentialId: true },
    }),
  ])
  return {
    credentials: rows.map((row) => ({ ...row, kind: kindOf(row.kind) })),
    chosen: Object.fromEntries(uses.map(({ accountId, credentialId }) => [accountId, credentialId])),
  }
}

/** A row as its owner's pages see it. */
function ownOf({
  kind,
  uses,
  ...row
}: Prisma.OwnCredentialGetPayload<{ select: ReturnType<typeof selectOf> }>): OwnCredential {
  return {
    ...row,
    kind: kindOf(kind),
    uses: uses.map(({ account: { id, login, host } }) => ({
      accountId: id,
      login,
      hostId: host.id,
      hostName: host.name,
    })),
  }
}
