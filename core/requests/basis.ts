import type { Db, Tx } from '@/prisma/client'
import { isAdministrator } from '../access/built-in-roles'
import { mayDo } from '../access/decide'
import { bareHost, type HostFacts, type PersonFacts, readPeople, readPlaces } from '../access/facts'
import { type Grant, isOnRequest } from '../access/grant'
import { grantOf, grantRowSelect } from '../access/grant-rows'
import { decideReach, type MatchedGrant } from '../access/reach'
import type { Role } from '../access/roles'
import { indexGrants } from '../access/rule-index'
import { unknownAtConnecting } from '../access/world'
import type { Platform } from '../platform'
import type { RequestRow } from './request-rows'

/** What a request rests on while it is decided. */
export interface Basis {
  hostId: string
  hostName: string
  /** How many must approve. */
  approvals: number
  breakGlass: boolean
  /** Whose members may; null: administrators. */
  approverGroupId: string | null
}

/** Whether a grant may be asked under now: only the approval is missing. */
export function isRequestable({ grant, failed }: MatchedGrant): boolean {
  return isOnRequest(grant.conditions) && grant.basisId === null && failed.every((one) => one === 'approval-missing')
}

/**
 * What a request rests on as it is at this moment, inside the transaction that decides; null: on nothing any more. The asker
 * may be disabled or of another role since, the host or the account gone, the grant gone or changed.
 */
export async function standingBasis(platform: Platform, tx: Db | Tx, request: RequestRow): Promise<Basis | null> {
  const person = (await readPeople(tx, [request.userId])).get(request.userId)
  if (!person || person.disabled || !mayDo(person.role, 'session.open')) return null
  const host = await tx.host.findFirst({
    where: request.hostId
      ? { id: request.hostId, accounts: { some: { login: request.login } } }
      : { nameKey: request.hostNameKey, accounts: { some: { login: request.login } } },
    select: { id: true, name: true },
  })
  if (!host) return null
  const place = { hostId: host.id, hostName: host.name }
  if (request.grantId === null) {
    if (platform.config.requests !== 'any') return null
    return { ...place, approvals: 1, breakGlass: false, approverGroupId: null }
  }
  const row = await tx.grant.findUnique({
    where: { id: request.grantId },
    select: { ...grantRowSelect, approverGroupId: true },
  })
  if (!row || platform.config.requests === 'off') return null
  const grant = grantOf(row)
  const facts = (await readPlaces(tx, [host.id])).get(host.id) ?? bareHost(host.id)
  if (!means(grant, person, facts, request.login)) return null
  const { approvals, breakGlass } = grant.conditions
  return { ...place, approvals, breakGlass, approverGroupId: row.approverGroupId }
}

function means(grant: Grant, user: PersonFacts, host: HostFacts, login: string): boolean {
  const facts = { user, host, login, capability: 'shell', at: Date.now(), ...unknownAtConnecting } as const
  return decideReach(facts, indexGrants([grant])).matched.some(isRequestable)
}

/** Someone who may be an approver, as they are at this moment. */
export interface Approver {
  id: string
  role: Role
  disabled: boolean
  groups: readonly string[]
}

/** Whether this person may say yes or no: of the group, or an administrator where there is none; never the asker. */
export function mayApprove(
  person: Approver,
  request: { userId: string },
  { approverGroupId }: Pick<Basis, 'approverGroupId'>,
): boolean {
  if (person.disabled || person.id === request.userId) return false
  return approverGroupId === null ? isAdministrator(person.role) : person.groups.includes(approverGroupId)
}
