import { randomUUID } from 'node:crypto'
import type { BuiltInRole } from '@/core/access/roles'
import { type Scope, scopes } from '@/core/access/scopes'
import { createPersonalToken, createServiceToken, revokeToken } from '@/core/identity/api-tokens'
import { changeRole, disableUser } from '@/core/identity/users'
import { addPerson, type Inside, stagehand } from '../support/inside'
import type { GatehouseNode } from '../support/node'
import { Visitor } from '../support/visitor'
import type { Expected } from './cells'
import type { Entry } from './entries'

/** What a token opens, and which scopes do. To every token everything else is as closed as to a stranger. */
export const tokenRoutes: Record<string, readonly Scope[]> = {
  'GET /api/v1/audit/export': ['audit:read'],
  'GET /api/v1/hosts': ['hosts:read'],
  'GET /api/v1/hosts/lookup': ['hosts:read'],
  'GET /api/v1/sessions': ['sessions:read', 'recordings:read'],
  'GET /api/v1/sessions/running': ['sessions:read', 'recordings:read'],
  'GET /api/v1/sessions/[id]/recording': ['recordings:read'],
  'GET /api/v1/snippets': ['snippets:read'],
  'GET /api/v1/users': ['users:read'],
}

/** A token that someone shows. */
export interface Bearer {
  role: BuiltInRole
  scopes: readonly Scope[]
  kind: 'personal' | 'service'
  /** Why it opens nothing; left out: it does what it says. */
  flaw?: 'expired' | 'revoked' | 'owner disabled' | 'owner demoted' | 'unknown' | 'malformed'
}

const alone = (scope: Scope): Bearer => ({ kind: 'personal', role: 'administrator', scopes: [scope] })
const ofOperators: readonly Scope[] = ['hosts:read', 'sessions:read', 'recordings:read', 'snippets:read']
const ofAuditors: readonly Scope[] = ['sessions:read', 'recordings:read', 'snippets:read', 'audit:read']
const whole = { role: 'administrator', scopes } as const

export const bearers: Record<string, Bearer> = {
  ...Object.fromEntries(scopes.map((scope) => [`an administrator’s token for ${scope}`, alone(scope)])),
  'an operator’s token for all they may': { kind: 'personal', role: 'operator', scopes: ofOperators },
  'an auditor’s token for all they may': { kind: 'personal', role: 'auditor', scopes: ofAuditors },
  'a service token for all an operator may': { kind: 'service', role: 'operator', scopes: ofOperators },
  'a service token for all an auditor may': { kind: 'service', role: 'auditor', scopes: ofAuditors },
  'a token that has expired': { ...whole, kind: 'personal', flaw: 'expired' },
  'a token that was revoked': { ...whole, kind: 'personal', flaw: 'revoked' },
  'a token whose owner is disabled': { ...whole, kind: 'personal', flaw: 'owner disabled' },
  'a service token whose maker is no administrator any more': { ...whole, kind: 'service', flaw: 'owner demoted' },
  'a token that nobody made': { ...whole, kind: 'personal', flaw: 'unknown' },
  'a text that is no token': { ...whole, kind: 'personal', flaw: 'malformed' },
}

/** What must come of showing it: the scopes and the role say yes, or it is nobody. */
export function expectedOf({ role, scopes: held, flaw }: Bearer, way: string, { may }: Entry): Expected {
  const opening = tokenRoutes[way]
  if (!opening) return { kind: may.includes('anonymous') ? 'admitted' : 'sent away', denials: 0 }
  if (flaw) return { kind: 'sent away', denials: 1 }
  const opens = may.includes(role) && opening.some((scope) => held.includes(scope))
  return { kind: opens ? 'admitted' : 'refused' }
}

/** Makes the token, and what is wrong with it. Each is shown from an address of its own: bad ones make theirs wait. */
export async function makeBearer(
  inside: Inside,
  node: GatehouseNode,
  name: string,
  { kind, role, scopes: held, flaw }: Bearer,
  address: string,
): Promise<Visitor> {
  const owner = await addPerson(inside, node, {
    name: `owner of ${name}`,
    role: kind === 'service' ? 'administrator' : role,
  })
  await giveFactor(inside, owner.actor.id)
  const make = kind === 'service' ? createServiceToken : createPersonalToken
  const made = await make(inside, owner.actor, { name, role, scopes: held, days: 1 })
  const spoil = {
    expired: () => inside.db.apiToken.update({ where: { id: made.id }, data: { expiresAt: new Date(0) } }),
    revoked: () => revokeToken(inside, owner.actor, made.id),
    'owner disabled': () => disableUser(inside, stagehand, owner.actor.id),
    'owner demoted': () => changeRole(inside, stagehand, owner.actor.id, 'operator'),
    unknown: () => inside.db.apiToken.delete({ where: { id: made.id } }),
    malformed: async () => {},
  }
  if (flaw) await spoil[flaw]()
  const shown = flaw === 'malformed' ? `${made.token}x` : made.token
  return new Visitor(node.url, { authorization: `Bearer ${shown}`, 'x-forwarded-for': address })
}

/** Where a factor is demanded, the token of someone who has none opens nothing. Nobody shows this one. */
async function giveFactor({ db }: Inside, userId: string): Promise<void> {
  const data = { id: randomUUID(), userId, credentialId: randomUUID(), publicKey: new Uint8Array(1), counter: 0 }
  await db.passkey.create({ data: { ...data, transports: '[]', name: 'x', backedUp: false, createdAt: new Date() } })
}
