import type { Grant } from './grant'
import { Marks } from './marks'
import { matchesTags, type TagExpression } from './tag-expression'

/** Where a grant stands in {@link Rules.grants}. */
type Position = number

/** Every grant there is, laid out so that a decision looks at few of them. Built once, never changed. */
export interface Rules {
  /** Sorted by id: the order in which they were read changes no answer. */
  grants: readonly Grant[]
  everyone: Shelf
  byUser: ReadonlyMap<string, Shelf>
  byGroup: ReadonlyMap<string, Shelf>
  allHosts: readonly Position[]
  byHost: ReadonlyMap<string, readonly Position[]>
  byHostGroup: ReadonlyMap<string, readonly Position[]>
  /** A number for each tag that a grant needs. */
  tagNumbers: ReadonlyMap<string, number>
}

/** The grants of one subject. */
interface Shelf {
  /** Those that name all hosts, some, or groups of them. */
  named: readonly Position[]
  /** Those that mean hosts by their tags. */
  tagged: readonly Tagged[]
}

/** An expression taken apart: it holds where the host has each of the needed tags and each of the rest holds. */
interface Tagged {
  position: Position
  /** The tags' numbers. */
  needed: readonly number[]
  rest: readonly TagExpression[]
}

interface User {
  id: string
  groups: readonly string[]
}

interface Host {
  id: string
  tags: readonly string[]
  groups: readonly string[]
}

/** Lays the grants out for {@link grantsFor}. */
export function indexGrants(list: readonly Grant[]): Rules {
  const grants = [...list].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  const tagNumbers = new Map<string, number>()
  return { grants, tagNumbers, ...indexSubjects(grants, tagNumbers), ...indexHosts(grants) }
}

// Each decision begins them anew, and waits for nothing between that and its last look.
const ofPerson = new Marks()
const ofHost = new Marks()
const taken = new Marks()

/**
 * The grants that mean this person and this host, each once, sorted by id. Grants that name hosts are looked up by the host,
 * and taken when they are the person's; those by tags are few for a person, and gone through.
 */
export function grantsFor(rules: Rules, user: User, host: Host): Grant[] {
  const { grants, allHosts, byHost, byHostGroup } = rules
  const shelves = shelvesOf(rules, user)
  taken.begin(grants.length)
  const found: Position[] = []
  const take = (position: Position) => {
    if (taken.has(position)) return
    taken.put(position)
    found.push(position)
  }

  markTags(rules, host)
  for (const { tagged } of shelves) {
    for (const { position, needed, rest } of tagged)
      if (ofHost.hasAll(needed) && rest.every((part) => matchesTags(part, host.tags))) take(position)
  }

  ofPerson.begin(grants.length)
  for (const { named } of shelves) for (const position of named) ofPerson.put(position)
  for (const list of [allHosts, byHost.get(host.id), ...host.groups.map((id) => byHostGroup.get(id))])
    if (list) for (const position of list) if (ofPerson.has(position)) take(position)
  return inOrder(grants, found)
}

/** The grants that mean this person, whatever the host, sorted by id. */
export function grantsOf(rules: Rules, user: User): Grant[] {
  const shelves = shelvesOf(rules, user)
  const positions = shelves.flatMap(({ named, tagged }) => [...named, ...tagged.map(({ position }) => position)])
  return inOrder(rules.grants, [...new Set(positions)])
}

function markTags({ tagNumbers }: Rules, host: Host): void {
  ofHost.begin(tagNumbers.size)
  for (const tag of host.tags) {
    const number = tagNumbers.get(tag)
    if (number !== undefined) ofHost.put(number)
  }
}

function shelvesOf({ everyone, byUser, byGroup }: Rules, user: User): Shelf[] {
  const shelves = [everyone]
  const own = byUser.get(user.id)
  if (own) shelves.push(own)
  for (const id of user.groups) {
    const shelf = byGroup.get(id)
    if (shelf) shelves.push(shelf)
  }
  return shelves
}

function inOrder(grants: readonly Grant[], positions: readonly Position[]): Grant[] {
  const sorted: Grant[] = []
  for (const position of new Uint32Array(positions).sort()) {
    const grant = grants[position]
    if (grant) sorted.push(grant)
  }
  return sorted
}

function indexSubjects(grants: readonly Grant[], tagNumbers: Map<string, number>) {
  const empty = () => ({ named: [] as Position[], tagged: [] as Tagged[] })
  type Growing = ReturnType<typeof empty>
  const everyone = empty()
  const byUser = new Map<string, Growing>()
  const byGroup = new Map<string, Growing>()
  for (const [position, { subjects, hosts }] of grants.entries()) {
    const shelves = [
      ...(subjects.everyone ? [everyone] : []),
      ...[...new Set(subjects.userIds)].map((id) => entryOf(byUser, id, empty)),
      ...[...new Set(subjects.groupIds)].map((id) => entryOf(byGroup, id, empty)),
    ]
    const parts = hosts.tags && !hosts.all ? conjuncts(hosts.tags) : null
    const byTags = parts && { position, needed: numbersOf(parts, tagNumbers), rest: parts.filter(isNoTag) }
    for (const { named, tagged } of shelves) {
      if (hosts.all || hosts.ids.length > 0 || hosts.groupIds.length > 0) named.push(position)
      if (byTags) tagged.push(byTags)
    }
  }
  return { everyone, byUser, byGroup }
}

function indexHosts(grants: readonly Grant[]) {
  const allHosts: Position[] = []
  const byHost = new Map<string, Position[]>()
  const byHostGroup = new Map<string, Position[]>()
  const none = (): Position[] => []
  for (const [position, { hosts }] of grants.entries()) {
    if (hosts.all) allHosts.push(position)
    for (const id of new Set(hosts.ids)) entryOf(byHost, id, none).push(position)
    for (const id of new Set(hosts.groupIds)) entryOf(byHostGroup, id, none).push(position)
  }
  return { allHosts, byHost, byHostGroup }
}

/** The parts that must all hold for an expression to hold. */
function conjuncts(expression: TagExpression): TagExpression[] {
  return expression.kind === 'and' ? expression.of.flatMap(conjuncts) : [expression]
}

const isNoTag = ({ kind }: TagExpression) => kind !== 'tag'

function numbersOf(parts: readonly TagExpression[], tagNumbers: Map<string, number>): number[] {
  return parts.flatMap((part) => (part.kind === 'tag' ? [entryOf(tagNumbers, part.tag, () => tagNumbers.size)] : []))
}

function entryOf<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
