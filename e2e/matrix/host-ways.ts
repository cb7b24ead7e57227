import { randomUUID } from 'node:crypto'
import type { Socket } from 'socket.io-client'
import { createPersonalToken } from '@/core/identity/api-tokens'
import type { Attached, Opened, Reply } from '@/core/sessions/wire'
import { form } from '../support/actions'
import type { Person } from '../support/inside'
import { LiveClient } from '../support/live-client'
import { Visitor } from '../support/visitor'
import { type Entry, entries } from './entries'
import type { Holding, Shape } from './shapes'
import type { Place, Stage } from './stage'
import { contents, eventsAfter, lastEvent, noId, run, type World } from './world'

/** What a page or route is asked for where its entry alone would not lead to the host. */
const askedFor: Record<string, (place: Place) => string> = {
  'page /hosts': ({ tag }) => `/hosts?tag=${tag}`,
  'page /terminal': ({ accountId }) => `/terminal?account=${accountId}`,
  'page /requests/new': ({ hostId }) => `/requests/new?host=${hostId}`,
  'page /sessions': ({ hostId }) => `/sessions?host=${hostId}`,
  'GET /api/v1/hosts': ({ name }) => `/api/v1/hosts?q=${name}&sort=address`,
  'GET /api/v1/hosts/lookup': ({ name }) => `/api/v1/hosts/lookup?q=${name}`,
  'GET /api/v1/sessions': ({ hostId }) => `/api/v1/sessions?host=${hostId}`,
}

/** Where the host's name is found by whom. On every other page and route it is found by nobody. */
const shows: Record<string, (shape: Shape) => boolean> = {
  'page /hosts': ({ host }) => host !== 'hidden',
  'page /hosts/[id]': ({ host }) => host !== 'hidden',
  'page /terminal': ({ host }) => host === 'seen',
  'page /requests/new': ({ asks }) => asks !== 'nothing',
  // One's own requests stay, with the name of what was asked for.
  'page /requests': ({ holds }) => /^(a request|broken glass)/.test(holds),
  'GET /api/v1/hosts': ({ host }) => host !== 'hidden',
  'GET /api/v1/hosts/lookup': ({ host }) => host !== 'hidden',
}

/** Ways whose entry names the host or its account, and which are tried here for each shape. */
export const triedForHosts = [
  'page /hosts/[id]',
  'page /terminal/[accountId]',
  'event open',
  'action app/(portal)/requests/actions.ts ask',
  'action app/(portal)/my-credentials/actions.ts chooseOwnAction',
]

/** Names of what an entry asks the world for: `hostId`, `accountId`. */
export function needsOf({ path, args, message }: Entry): Set<string> {
  const needs = new Set<string>()
  // Entries read ids of it alone.
  const world = new Proxy({} as World, {
    get(_, name) {
      needs.add(String(name))
      return noId
    },
  })
  path?.(world)
  args?.(world)
  message?.(world)
  return needs
}

/** Every page and route that operators may ask for, asked with the host's ids: what is found is what the shape says. */
export async function lookEverywhere({ inside, node }: Stage, person: Person, place: Place, shape: Shape) {
  const wrong: string[] = []
  const { hostId, accountId } = place
  const ids: Record<string, string> = { hostId, accountId }
  // Entries read ids of it alone.
  const world = new Proxy({} as World, { get: (_, name) => ids[String(name)] ?? noId })
  const scopes = ['hosts:read', 'sessions:read', 'recordings:read', 'snippets:read']
  const { token } = await createPersonalToken(inside, person.actor, { name: 'all of it', scopes, days: 1 })
  const bearer = new Visitor(node.url, { authorization: `Bearer ${token}` })
  for (const [way, { path, may }] of Object.entries(entries)) {
    if (!path || !may.includes('operator') || !/^(page|GET) /.test(way)) continue
    const asked = askedFor[way]?.(place) ?? path(world)
    for (const visitor of asked.startsWith('/api/v1/') ? [person.visitor, bearer] : [person.visitor]) {
      const answer = await visitor.request(asked)
      if (visitor === bearer && answer.status === 401) continue
      const finds = (await answer.text()).includes(place.name)
      const should = shows[way]?.(shape) ?? false
      const who = visitor === bearer ? ' with a token' : ''
      if (finds !== should) wrong.push(`${way}${who}: ${finds ? 'shows' : 'does not show'} the host (${answer.status})`)
    }
  }
  return wrong
}

/** A shell by the account, by the address, and by coming back to a session of theirs that runs. */
export async function tryShells(stage: Stage, person: Person, place: Place, shape: Shape, { reason }: Holding) {
  const { accountId, address, port, login } = place
  const request = { version: 2, clientId: randomUUID(), cols: 80, rows: 24, reason }
  const sessionId = await leaveRunning(stage, person, place, reason)
  const live = await LiveClient.connect(person.visitor)
  // An event of any name, with whatever it takes.
  const socket = live.socket as unknown as Socket
  const say = (event: string, message: object) =>
    socket.timeout(20_000).emitWithAck(event, { ...request, ...message }) as Promise<Reply<Opened | Attached>>
  const ways = {
    'by its account': () => say('open', { target: { kind: 'account', accountId } }),
    'by its address': () => say('open', { target: { kind: 'quick', address, port, login } }),
    'by another spelling of its address': () =>
      say('open', { target: { kind: 'quick', address: `::ffff:${address}`, port, login } }),
    'coming back to it': () => say('attach', { sessionId }),
  }
  const wrong: string[] = []
  try {
    for (const [way, attempt] of Object.entries(ways)) {
      const [before, last] = [contents(stage.node), lastEvent(stage.node)]
      const reply = await attempt()
      const said = saidBy(reply)
      // A session that only stands in the database: there is nothing to come back to, and nobody is kept from it.
      const expected = way === 'coming back to it' && shape.shell === 'opens' ? 'conflict' : shape.shell
      if (said !== expected) wrong.push(`${way}: ${said}, not ${expected}`)
      if (reply.ok) wrong.push(...(await workAndLeave(live, person, reply.value, way)))
      if (reply.ok || said === 'conflict') continue
      if (contents(stage.node) !== before) wrong.push(`${way}: it left something behind`)
      const left = eventsAfter(stage.node, last).map(({ action, outcome }) => `${action} ${outcome}`)
      const told = way === 'coming back to it' ? 'access.denied denied' : 'session.refused denied'
      // A session on a host that isn't there for them any more might as well not exist.
      const events = way === 'coming back to it' && said === 'not-found' ? [] : [told]
      if (left.join() !== events.join()) wrong.push(`${way}: left ${left.join()}`)
    }
  } finally {
    live.close()
    await stage.inside.db.session.deleteMany({ where: { id: sessionId } })
  }
  return wrong
}

const saidBy = (reply: Reply<unknown>) => {
  if (reply.ok) return 'opens'
  return reply.error.code === 'no-access' ? String(reply.error.params.condition) : reply.error.code
}

/** What opened is a shell, to which another page of theirs comes back; it is over when this resolves. */
async function workAndLeave(
  live: LiveClient,
  person: Person,
  value: Opened | Attached,
  way: string,
): Promise<string[]> {
  if (!('sessionId' in value)) return [`${way}: it had ended`]
  const { sessionId } = value
  if (way !== 'by its account') {
    await new Promise((resolve) => live.socket.emit('close', sessionId, resolve))
    return []
  }
  await live.until(() => live.states.at(-1)?.state === 'open')
  const other = await LiveClient.connect(person.visitor)
  const attached = await other.attach(sessionId)
  await new Promise((resolve) => other.socket.emit('close', sessionId, resolve))
  other.close()
  return attached.kind === 'attached' ? [] : [`${way}: nothing to come back to`]
}

/** A session of theirs from a time when they reached the host, which the portal is asked to attach to. */
async function leaveRunning(
  { inside }: Stage,
  { actor }: Person,
  { hostId, address, port, login }: Place,
  reason: string | undefined,
): Promise<string> {
  const id = randomUUID()
  const { id: userId, name: userName, clientAddress, webSessionId } = actor
  const { provenAt, createdAt } = await inside.db.webSession.findUniqueOrThrow({ where: { id: webSessionId } })
  const who = { userId, userName, clientAddress }
  const where = { hostId, hostName: 'formerly', address, port, login }
  await inside.db.session.create({
    data: {
      ...{ id, kind: 'inventory', state: 'open', ...who, ...where, reason },
      ...{ startedAt: new Date(), provenAt: provenAt ?? createdAt },
    },
  })
  return id
}

/** Saying with which credential of one's own the account is opened: whoever sees the account may, and nobody else is told that it is there. */
export async function tryChoosing({ visitor }: Person, { accountId }: Place, { host, asks }: Shape) {
  const action = 'action app/(portal)/my-credentials/actions.ts chooseOwnAction'
  const { code, redirect } = await run(visitor, action, [accountId, null])
  const said = code ?? redirect?.split('?')[0] ?? 'done'
  const refused = { gone: '/sign-in', 'not-allowed': 'not-allowed' } as const
  const seen = host === 'seen' || host === "the role's" ? 'done' : 'not-found'
  const expected = asks === 'gone' || asks === 'not-allowed' ? refused[asks] : seen
  return said === expected ? [] : [`choosing a credential: ${said}, not ${expected}`]
}

/** Asking for it, and breaking the glass. */
export async function tryAsking(stage: Stage, { visitor }: Person, { hostId, login }: Place, { asks }: Shape) {
  const wrong: string[] = []
  const action = 'action app/(portal)/requests/actions.ts ask'
  for (const [how, opens] of [
    ['ask', asks === 'an approval'],
    ['break', asks === 'break glass'],
  ] as const) {
    const [before, last] = [contents(stage.node), lastEvent(stage.node)]
    const fields = { hostId, login, minutes: '60', reason: 'the disk is full', how }
    const { code, redirect } = await run(visitor, action, [form(fields)])
    const said = redirect?.includes('/requests/') ? 'given' : (code ?? redirect?.split('?')[0])
    const refusal = { nothing: 'not-found', 'not-allowed': 'not-allowed', gone: '/sign-in' } as const
    const expected = opens ? 'given' : asks === 'an approval' || asks === 'break glass' ? 'not-found' : refusal[asks]
    if (said !== expected) wrong.push(`${how}: ${said}, not ${expected}`)
    if (opens) continue
    if (contents(stage.node) !== before) wrong.push(`${how}: it left something behind`)
    const left = eventsAfter(stage.node, last).map(({ action: what }) => what)
    if (left.join() !== (expected === 'not-allowed' ? 'access.denied' : '')) wrong.push(`${how}: left ${left.join()}`)
  }
  return wrong
}
