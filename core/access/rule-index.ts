import type { Grant } from './grant'
import { matchesTags } from './tag-expression'

/** The grants of one subject, by how they name hosts. */
interface Shelf {
  allHosts: Grant[]
  byHost: Map<string, Grant[]>
  byTags: Grant[]
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
  host: { id: string; tags: readonly string[] },
): Grant[] {
  const found = new Set<Grant>()
  for (const shelf of shelvesOf(rules, user)) {
    for (const grant of shelf.allHosts) found.add(grant)
    for (const grant of shelf.byHost.get(host.id) ?? []) found.add(grant)
    for (const grant of shelf.byTags) {
      if (grant.hosts.tags && !found.has(grant) && matchesTags(grant.hosts.tags, host.tags)) found.add(grant)
    }
  }
  return found.size < 2 ? [...found] : [...found].sort(byId)
}

/** The grants that mean this person, whatever the host, sorted by id. */
export function grantsOf(rules: Rules, user: { id: string; groups: readonly string[] }): Grant[] {
  const found = new Set<Grant>()
  for (const { allHosts, byHost, byTags } of shelvesOf(rules, user)) {
    for (const list of [allHosts, ...byHost.values(), byTags]) for (const grant of list) found.add(grant)
  }
  return [...found].sort(byId)
}

function shelvesOf({ everyone, byUser, byGroup }: Rules, user: { id: string; groups: readonly string[] }): Shelf[] {
  const own = [byUser.get(user.id), ...user.groups.map((id) => byGroup.get(id))]
  return [everyone, ...own.filter((shelf) => shelf !== undefined)]
}

function put(shelf: Shelf, grant: Grant): void {
  const { all, ids, tags } = grant.hosts
  if (all) {
    shelf.allHosts.push(grant)
    return
  }
  for (const id of new Set(ids)) {
    const list = shelf.byHost.get(id)
    if (list) list.push(grant)
    else shelf.byHost.set(id, [grant])
  }
  if (tags) shelf.byTags.push(grant)
}

function shelfOf(map: Map<string, Shelf>, id: string): Shelf {
  const shelf = map.get(id) ?? emptyShelf()
  map.set(id, shelf)
  return shelf
}

function emptyShelf(): Shelf {
  return { allHosts: [], byHost: new Map(), byTags: [] }
}

const byId = (a: Grant, b: Grant) => (a.id < b.id ? -1 : 1)
