import type { Db, Prisma } from '@/prisma/client'
import type { Actor, RemoteActor } from '../actor'
import type { Platform } from '../platform'
import { mayDo } from './decide'
import { type HostFacts, readPeople } from './facts'
import { type Grant, isOnRequest, namesLogin } from './grant'
import { grantsFor, grantsOf } from './rule-index'
import { loadRules } from './rules'
import type { TagExpression } from './tag-expression'

/** Which hosts someone sees. */
export interface Sight {
  /** The same as a condition on hosts. */
  where: Prisma.HostWhereInput
  /** Which of a host's accounts they see: all, or those that a grant means. */
  sees(host: HostFacts, login: string): boolean
  /** Whether a grant that isn't over opens a shell there, conditions that are asked at connecting aside. */
  opens(host: HostFacts, login: string): boolean
}

/**
 * The hosts that this person sees: whoever may edit hosts sees all, others those that a grant of theirs means which is
 * neither switched off nor over. Its other conditions are told when they connect.
 */
export async function sightOf(platform: Platform, actor: Actor): Promise<Sight> {
  if (actor.kind !== 'user')
    return { where: actor.kind === 'anonymous' ? nothing : {}, sees: () => true, opens: () => false }
  const opening = await openingFor(platform, actor)
  if (mayDo(actor.role, 'host.edit')) return { ...opening, where: {}, sees: () => true }
  return opening
}

const nothing: Prisma.HostWhereInput = { id: { in: [] } }

async function openingFor(platform: Platform, actor: RemoteActor): Promise<Sight> {
  const { rules } = await loadRules(platform)
  const user = (await readPeople(platform.db, [actor.id])).get(actor.id) ?? { id: actor.id, groups: [] }
  const now = Date.now()
  const counts = ({ conditions, capabilities }: Grant) =>
    !conditions.disabled && (conditions.validUntil === null || now < conditions.validUntil) && capabilities.length > 0
  const means = (host: HostFacts, login: string) =>
    resting(grantsFor(rules, user, host).filter((grant) => counts(grant) && namesLogin(grant.logins, login)))
  return {
    where: await whereOf(platform.db, resting(grantsOf(rules, user).filter(counts))),
    sees: (host, login) => means(host, login).length > 0,
    opens: (host, login) =>
      means(host, login).some(
        ({ capabilities, conditions }) => capabilities.includes('shell') && !isOnRequest(conditions),
      ),
  }
}

/** What requests gave only together with the grant that was asked under. */
function resting(grants: Grant[]): Grant[] {
  const ids = new Set(grants.map(({ id }) => id))
  return grants.filter(({ basisId }) => basisId === null || ids.has(basisId))
}

/** The hosts of these grants as a condition that the database can page through. */
async function whereOf(db: Db, grants: readonly Grant[]): Promise<Prisma.HostWhereInput> {
  if (grants.some(({ hosts }) => hosts.all)) return {}
  const naming = grants.flatMap(({ id, hosts }) => (hosts.ids.length > 0 ? [id] : []))
  const groups = [...new Set(grants.flatMap(({ hosts }) => hosts.groupIds))]
  const expressions = grants.flatMap(({ hosts }) => hosts.tags ?? [])
  const distinct = [...new Map(expressions.map((one) => [JSON.stringify(one), one])).values()]
  const tags = distinct.some(hasPrefix) ? await tagsInUse(db) : []
  return anyOf([
    ...(naming.length > 0 ? [{ grants: { some: { grantId: { in: naming } } } }] : []),
    ...(groups.length > 0 ? [{ groups: { some: { groupId: { in: groups } } } }] : []),
    ...distinct.map((expression) => taggedWhere(expression, tags)),
  ])
}

/**
 * A tag expression as a condition on hosts. A prefix becomes the tags in use that begin so: LIKE folds case on one database
 * and takes `_` for a wildcard on both.
 */
function taggedWhere(expression: TagExpression, tags: readonly string[]): Prisma.HostWhereInput {
  switch (expression.kind) {
    case 'tag':
      return { tags: { some: { tag: expression.tag } } }
    case 'prefix':
      return { tags: { some: { tag: { in: tags.filter((tag) => tag.startsWith(expression.prefix)) } } } }
    case 'not':
      return { NOT: taggedWhere(expression.of, tags) }
    case 'and':
      return { AND: expression.of.map((part) => taggedWhere(part, tags)) }
    case 'or':
      return anyOf(expression.of.map((part) => taggedWhere(part, tags)))
  }
}

/** SQLite counts a chain of ORs as depth, of which it allows 1000: a long one becomes a tree. */
function anyOf(parts: Prisma.HostWhereInput[]): Prisma.HostWhereInput {
  if (parts.length === 0) return nothing
  if (parts.length <= 50) return { OR: parts }
  const size = Math.ceil(parts.length / 50)
  const chunks = Array.from({ length: Math.ceil(parts.length / size) }, (_, n) => parts.slice(n * size, (n + 1) * size))
  return { OR: chunks.map(anyOf) }
}

function hasPrefix(expression: TagExpression): boolean {
  if (expression.kind === 'prefix') return true
  if (expression.kind === 'tag') return false
  return expression.kind === 'not' ? hasPrefix(expression.of) : expression.of.some(hasPrefix)
}

async function tagsInUse(db: Db): Promise<string[]> {
  const rows = await db.hostTag.findMany({ distinct: ['tag'], select: { tag: true } })
  return rows.map(({ tag }) => tag)
}
