import { type ActionArgument, form } from '../support/actions'
import type { Visitor } from '../support/visitor'
import { type Entry, entries } from './entries'
import { callers, noId, run, type World } from './world'

/** What makes an action do something, where what its entry sends would not. */
const better: Record<string, (id: string) => readonly ActionArgument[]> = {
  'action app/(portal)/snippets/actions.ts deleteSnippetAction': (id) => [id],
  'action app/(portal)/snippets/actions.ts updateSnippetAction': (id) => [id, form({ name: 'mine now', text: 'mine' })],
  'action app/(portal)/requests/actions.ts decideOn': (id) => [id, form({ verdict: 'approved', comment: 'mine' })],
  'action app/(portal)/requests/actions.ts sign': (id) => [id, form({ comment: 'mine' })],
  'action app/(portal)/profile/actions.ts renameKey': (id) => [id, form({ name: 'mine now' })],
}

/** A way that carries an id, with any id in its place. */
export interface IdWay {
  way: string
  ask: (visitor: Visitor, id: unknown) => Promise<Answer>
}

/** What was said, without the id that was asked with. */
export interface Answer {
  said: string
  text: string
}

/**
 * Every page, route and action whose entry carries an id, whoever may use it. Events name sessions, of which every socket knows
 * its own alone: the matrix tries them with another's.
 */
export function idWays(): IdWay[] {
  return Object.entries(entries).flatMap(([way, entry]) => {
    if (entry.message || !carriesId(entry)) return []
    return [{ way, ask: entry.args ? askAction(way, entry) : askPath(way, (id) => pathOf(entry, id)) }]
  })
}

/** The same with the id in a query, and the replay of a recording, which more people may see than the file. */
export function idQueryWays(): IdWay[] {
  const replay = (id: string) => `/api/v1/sessions/${id}/recording?format=replay`
  const queries = idQueries.map((query): IdWay => ({ way: `GET ${query}`, ask: askPath('GET', (id) => query + id) }))
  return [...queries, { way: 'GET the replay', ask: askPath('GET', replay) }]
}

/** The entry's paths and arguments, as if every id in the world were this one. */
function worldOf(id: unknown): World {
  // Entries read ids of it alone; one that is no text at all is part of the attack.
  return new Proxy({} as World, { get: () => id })
}

function carriesId({ path, args }: Entry): boolean {
  const sent = path?.(worldOf(noId)) ?? JSON.stringify(args?.(worldOf(noId)).map(valuesOf))
  return sent.includes(noId)
}

const valuesOf = (argument: ActionArgument) => (argument instanceof FormData ? [...argument.values()] : argument)

const pathOf = ({ path }: Entry, id: string) => path?.(worldOf(id)).replaceAll(noId, id) ?? '/'

function askPath(way: string, pathWith: (id: string) => string): IdWay['ask'] {
  const [verb = ''] = way.split(' ')
  return async (visitor, id) => {
    const spelled = encodeURIComponent(textOf(id))
    const answer = await visitor.request(pathWith(spelled), { method: verb === 'page' ? 'GET' : verb })
    const text = await answer.text()
    const title = /<h1[^>]*>([^<]*)<\/h1>/.exec(text)?.[1] ?? ''
    const code = /"code":"([a-z-]+)"/.exec(text.slice(0, 100))?.[1] ?? ''
    return { said: `${answer.status} ${code || title}`, text }
  }
}

function askAction(way: string, { args }: Entry): IdWay['ask'] {
  return async (visitor, id) => {
    const given = better[way]?.(noId) ?? args?.(worldOf(noId)) ?? []
    // What is sent may be anything, whatever the types of this side say.
    const sent = given.map((argument) => withId(argument, id)) as ActionArgument[]
    const { status, code, redirect, value } = await run(visitor, way, sent)
    return { said: `${status} ${code ?? redirect ?? 'done'}`, text: JSON.stringify(value ?? '') }
  }
}

function withId(argument: ActionArgument, id: unknown): unknown {
  if (!(argument instanceof FormData)) return argument === noId ? id : argument
  return form(
    Object.fromEntries([...argument].map(([name, value]) => [name, value === noId ? textOf(id) : `${value}`])),
  )
}

/** A form and an address hold text alone. */
const textOf = (id: unknown) => (typeof id === 'string' ? id : JSON.stringify(id))

/** What takes an id in its query. */
export const idQueries: readonly string[] = [
  '/terminal?account=',
  '/terminal?session=',
  '/requests/new?host=',
  '/sessions?user=',
  '/sessions?host=',
  '/api/v1/sessions?user=',
  '/api/v1/sessions?host=',
]

/** Ids that nothing has, nothing can have, or that ask for something else. */
export const oddIds: readonly unknown[] = [
  '',
  ' ',
  '.',
  '..',
  '../../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '\0',
  `${noId}\0`,
  noId.toUpperCase(),
  `${noId}'; DROP TABLE "User"; --`,
  '%',
  '_'.repeat(36),
  '数据\u202e\ud83d\ude00',
  '<script>alert(1)</script>',
  'a'.repeat(4000),
]

/** The same for actions, whose arguments need not be text: among them what a query would take for a condition. */
export const oddArguments: readonly unknown[] = [
  null,
  0,
  -1,
  1e21,
  true,
  [],
  [noId],
  {},
  { not: '' },
  { contains: '' },
  { startsWith: '' },
  { in: [noId] },
  { toString: 'x' },
  { __proto__: null, constructor: 'x' },
]

/** Whether anyone but administrators may come in by it at all, to things of their own. */
export function isForMembers({ way }: IdWay): boolean {
  const entry = entries[way]
  if (!entry || way in better) return true
  return callers.some((caller) => caller !== 'administrator' && entry.may.includes(caller))
}
