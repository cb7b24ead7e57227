import { z } from 'zod'
import type { Prisma } from '@/prisma/client'
import { parseRanges } from '../inventory/ranges'
import { capabilities } from './capabilities'
import { credentialRules } from './credential-rule'
import type { Grant } from './grant'
import { scheduleSchema } from './grant-input'
import { parseTagExpression } from './tag-expression'

/** What a decision reads of a grant's rows. */
export const grantRowSelect = {
  id: true,
  name: true,
  everyone: true,
  allHosts: true,
  tagExpression: true,
  logins: true,
  capabilities: true,
  validFrom: true,
  validUntil: true,
  networks: true,
  schedule: true,
  requiresSecondFactor: true,
  requiresReason: true,
  credentials: true,
  proofMinutes: true,
  approvals: true,
  breakGlass: true,
  basisId: true,
  disabledAt: true,
  subjects: { select: { userId: true, groupId: true } },
  hosts: { select: { hostId: true } },
  hostGroups: { select: { groupId: true } },
} as const satisfies Prisma.GrantSelect
export type GrantRow = Prisma.GrantGetPayload<{ select: typeof grantRowSelect }>

const stored = {
  logins: z.array(z.string().min(1)),
  capabilities: z.array(z.enum(capabilities)),
  networks: z.array(z.string()),
  credentials: z.enum(credentialRules).nullable(),
}

/** The lists that a grant keeps as JSON text, and its one word. Throws on what isn't what {@link file://./grants.ts} writes. */
export function readLists(row: Pick<GrantRow, 'logins' | 'capabilities' | 'networks' | 'schedule' | 'credentials'>) {
  return {
    logins: stored.logins.parse(JSON.parse(row.logins)),
    capabilities: stored.capabilities.parse(JSON.parse(row.capabilities)),
    networks: stored.networks.parse(JSON.parse(row.networks)),
    schedule: row.schedule === null ? null : scheduleSchema.parse(JSON.parse(row.schedule)),
    credentials: stored.credentials.parse(row.credentials) ?? ('any' as const),
  }
}

/** A grant's rows as the decision reads them. Throws when they can't be read: such a grant opens nothing. */
export function grantOf(row: GrantRow): Grant {
  const { networks, schedule, logins, capabilities: listed, credentials } = readLists(row)
  return {
    id: row.id,
    name: row.name,
    subjects: {
      everyone: row.everyone,
      userIds: row.subjects.flatMap(({ userId }) => userId ?? []),
      groupIds: row.subjects.flatMap(({ groupId }) => groupId ?? []),
    },
    hosts: {
      all: row.allHosts,
      ids: row.hosts.map(({ hostId }) => hostId),
      groupIds: row.hostGroups.map(({ groupId }) => groupId),
      tags: row.tagExpression === null ? null : parseTagExpression(row.tagExpression),
    },
    logins,
    capabilities: listed,
    conditions: {
      disabled: row.disabledAt !== null,
      validFrom: row.validFrom?.getTime() ?? null,
      validUntil: row.validUntil?.getTime() ?? null,
      schedule,
      networks: parseRanges(networks),
      requiresSecondFactor: row.requiresSecondFactor,
      requiresReason: row.requiresReason,
      credentials,
      proofMs: row.proofMinutes === null ? null : row.proofMinutes * 60_000,
      approvals: row.approvals,
      breakGlass: row.breakGlass,
    },
    basisId: row.basisId,
  }
}
