import type { Grant } from './grant'
import { matchesTags, type TagExpression } from './tag-expression'

/** The grants of one subject, by how they name hosts. */
interface Shelf {
  allHosts: Grant[]
  byHost: Map<string, Grant[]>
  byHostGroup: Map<string, Grant[]>
  /** By a tag without which the expression can't hold. */
  byTag: Map<string, Grant[]>
  /** Expressions that need no tag in particular. */
  byAnyTags: Grant[]
}

/** Every grant there is, laid out so that a decision looks at few of them. Built once, never changed. */
export interface Rules {
  /** Sorted by id: the order in which they were read changes no answer. */
  grants: readonly Grant[]
  everyone: Shelf
  byUser: ReadonlyMap<string, Shelf>
  byGroup: ReadonlyMap<string, Shelf>
}

/** Lays the grants out for {@link grantsFor}. */
export function indexGrants(list: readonly Grant[]): Rules {
  const grants = [...list].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  const everyone = emptyShelf()
  const byUser = new Map<string, Shelf>()
  const byGroup = new Map<string, Shelf>()
  for (const grant of grants) {
    const { subjects } = grant
    if (subjects.everyone) put(everyone, grant)
    for (const id of new Set(subjects.userIds)) put(shelfOf(byUser, id), grant)
    for (const id of new Set(subjects.groupIds)) put(shelfOf(byGroup, id), grant)
  }
  return { grants, everyone, byUser, byGroup }
}

/** The grants that mean this person and this host, each once, sorted by id. */
export function grantsFor(
  rules: Rules,
  user: { id: string; groups: readonly string[] },
  host: { id: string; tags: readonly string[]; groups: readonly string[] },
): Grant[] {
  const found: Grant[] = []
  for (const shelf of shelvesOf(rules, user)) {
    addAll(found, shelf.allHosts)
    addAll(found, shelf.byHost.get(host.id))
    for (const id of host.groups) addAll(found, shelf.byHostGroup.get(id))
    for (const tag of host.tags) addMatching(found, shelf.byTag.get(tag), host.tags)
    addMatching(found, shelf.byAnyTags, host.tags)
  }
  return found.length < 2 ? found : [...new Set(found)].sort(byId)
}

/** The grants that mean this person, whatever the host, sorted by id. */
export function grantsOf(rules: Rules, user: { id: string; groups: readonly string[] }): Grant[] {
  const found = new Set<Grant>()
  for (const { allHosts, byHost, byHostGroup, byTag, byAnyTags } of shelvesOf(rules, user)) {
    for (const list of [allHosts, ...byHost.values(), ...byHostGroup.values(), ...byTag.values(), byAnyTags])
      for (const grant of list) found.add(grant)
  }
  return [...found].sort(byId)
}

function shelvesOf({ everyone, byUser, byGroup }: Rules, user: { id: string; groups: readonly string[] }): Shelf[] {
  const shelves = [everyone]
  const own = byUser.get(user.id)
  if (own) shelves.push(own)
  for (const id of user.groups) {
    const shelf = byGroup.get(id)
    if (shelf) shelves.push(shelf)
  }
  return shelves
}

function put(shelf: Shelf, grant: Grant): void {
  const { all, ids, groupIds, tags } = grant.hosts
  if (all) {
    shelf.allHosts.push(grant)
    return
  }
  for (const id of new Set(ids)) append(shelf.byHost, id, grant)
  for (const id of new Set(groupIds)) append(shelf.byHostGroup, id, grant)
  if (!tags) return
  const needed = neededTag(tags)
  if (needed === undefined) shelf.byAnyTags.push(grant)
  else append(shelf.byTag, needed, grant)
}

/** A tag that every host has which an expression means; undefined when there is none, or none is seen. */
function neededTag(expression: TagExpression): string | undefined {
  if (expression.kind === 'tag') return expression.tag
  if (expression.kind !== 'and') return undefined
  for (const part of expression.of) {
    const needed = neededTag(part)
    if (needed !== undefined) return needed
  }
  return undefined
}

function addAll(found: Grant[], grants: readonly Grant[] | undefined): void {
  if (grants) for (const grant of grants) found.push(grant)
}

function addMatching(found: Grant[], grants: readonly Grant[] | undefined, tags: readonly string[]): void {
  if (!grants) return
  for (const grant of grants) if (grant.hosts.tags && matchesTags(grant.hosts.tags, tags)) found.push(grant)
}

function append(map: Map<string, Grant[]>, key: string, grant: Grant): void {
  const list = map.get(key)
  if (list) list.push(grant)
  else map.set(key, [grant])
}

function shelfOf(map: Map<string, Shelf>, id: string): Shelf {
  const shelf = map.get(id) ?? emptyShelf()
  map.set(id, shelf)
  return shelf
}

function emptyShelf(): Shelf {
  return { allHosts: [], byHost: new Map(), byHostGroup: new Map(), byTag: new Map(), byAnyTags: [] }
}

const byId = (a: Grant, b: Grant) => (a.id < b.id ? -1 : 1)
