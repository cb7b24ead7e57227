import type { Actor } from '../actor'
import { GatehouseError } from '../errors'
import type { Platform } from '../platform'
import { searchWords } from '../text'
import { requirePermitted } from './decide'

import type { Named } from './grant-reads'
import {
  matchesTags,
  maxExpressionLength,
  parseTagExpression,
  type TagExpression,
  TagExpressionError,
} from './tag-expression'
import { inPages } from './world'

/** How many of each kind a search answers. */
const most = 12

/** Someone whom a grant can mean. */
export interface SubjectChoice extends Named {
  kind: 'user' | 'group'
  disabled: boolean
}

/** The first groups and then the first people, by name, that match. Throws `not-allowed`. */
export async function subjectChoices({ db, config }: Platform, actor: Actor, q: string): Promise<SubjectChoice[]> {
  requirePermitted(actor, 'grant.edit', config.access)
  const words = wordsOf(q)
  const by = { orderBy: { nameKey: 'asc' }, take: most } as const
  const [groups, users] = await Promise.all([
    db.userGroup.findMany({
      where: { AND: words.map((word) => ({ nameKey: { contains: word } })) },
      select: { id: true, name: true },
      ...by,
    }),
    db.user.findMany({
      where: { AND: words.map((word) => ({ nameKey: { contains: word } })) },
      select: { id: true, name: true, disabledAt: true },
      ...by,
    }),
  ])
  return [
    ...groups.map((group) => ({ ...group, kind: 'group' as const, disabled: false })),
    ...users.map(({ disabledAt, ...user }) => ({ ...user, kind: 'user' as const, disabled: disabledAt !== null })),
  ]
}

/** A host, or a group of hosts, that a grant can name. */
export type HostChoice = Named &
  ({ kind: 'host'; address: string; port: number } | { kind: 'host-group'; hosts: number })

/** The first groups of hosts and then the first hosts, by name, that match, whether or not this person reaches them. Throws `not-allowed`. */
export async function hostChoices({ db, config }: Platform, actor: Actor, q: string): Promise<HostChoice[]> {
  requirePermitted(actor, 'grant.edit', config.access)
  const words = wordsOf(q)
  const [groups, hosts] = await Promise.all([
    db.hostGroup.findMany({
      where: { AND: words.map((word) => ({ nameKey: { contains: word } })) },
      select: { id: true, name: true, _count: { select: { members: true } } },
      orderBy: { nameKey: 'asc' },
      take: most,
    }),
    db.host.findMany({
      where: { AND: words.map((word) => ({ searchKey: { contains: word } })) },
      select: { id: true, name: true, address: true, port: true },
      orderBy: { nameKey: 'asc' },
      take: most * 2,
    }),
  ])
  return [
    ...groups.map(({ _count, ...group }) => ({ ...group, kind: 'host-group' as const, hosts: _count.members })),
    ...hosts.map((host) => ({ ...host, kind: 'host' as const })),
  ]
}

/** How many hosts a tag expression means now, and the first of them. */
export interface TagMatches {
  count: number
  hosts: Named[]
}

/**
 * The hosts that a tag expression means now. Throws `not-allowed`, and `invalid-input` with the field `tagExpression` and the
 * param `position` (from 1) when it can't be read.
 */
export async function tagMatches({ db, config }: Platform, actor: Actor, text: string): Promise<TagMatches> {
  requirePermitted(actor, 'grant.list', config.access)
  const expression = readExpression(text)
  const hosts: Named[] = []
  let count = 0
  const all = inPages((after, take) =>
    db.host.findMany({
      where: { id: { gt: after } },
      select: { id: true, name: true, tags: { select: { tag: true } } },
      orderBy: { id: 'asc' },
      take,
    }),
  )
  for await (const { id, name, tags } of all) {
    if (
      !matchesTags(
        expression,
        tags.map(({ tag }) => tag),
      )
    )
      continue
    count += 1
    if (hosts.length < most) hosts.push({ id, name })
  }
  return { count, hosts }
}

function readExpression(text: string): TagExpression {
  try {
    return parseTagExpression(text.slice(0, maxExpressionLength + 1))
  } catch (error) {
    if (!(error instanceof TagExpressionError)) throw error
    const field = 'tagExpression'
    throw new GatehouseError(
      'invalid-input',
      { field, position: error.position + 1 },
      { [field]: `tags-${error.problem}` },
    )
  }
}

function wordsOf(q: string): string[] {
  return searchWords(q.slice(0, 200))
}

/** What a new grant begins with: the user, group, host or group of hosts that a page named; one that is gone is left out. Throws `not-allowed`. */
export async function grantStart(
  { db, config }: Platform,
  actor: Actor,
  { user, group, host, hostGroup }: { user?: string; group?: string; host?: string; hostGroup?: string },
): Promise<{ users: Named[]; groups: Named[]; hosts: Named[]; hostGroups: Named[] }> {
  requirePermitted(actor, 'grant.edit', config.access)
  const select = { id: true, name: true } as const
  const [users, groups, hosts, hostGroups] = await Promise.all([
    user ? db.user.findMany({ where: { id: user }, select }) : [],
    group ? db.userGroup.findMany({ where: { id: group }, select }) : [],
    host ? db.host.findMany({ where: { id: host }, select }) : [],
    hostGroup ? db.hostGroup.findMany({ where: { id: hostGroup }, select }) : [],
  ])
  return { users, groups, hosts, hostGroups }
}
