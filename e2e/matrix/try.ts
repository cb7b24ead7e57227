import type { Socket } from 'socket.io-client'
import type { Opened, Reply } from '@/core/sessions/wire'
import type { ActionArgument } from '../support/actions'
import { t } from '../support/labels'
import { LiveClient } from '../support/live-client'
import type { Visitor } from '../support/visitor'
import type { Entry } from './entries'
import { noId, type World } from './world'

export interface Outcome {
  /** `sent away`: to sign in, or to set up a second factor. */
  kind: 'admitted' | 'refused' | 'sent away'
  detail: string
}

/**
 * Tries a way in for real. Who may not come in tries it with what would do something; who may, with what the core then finds
 * wrong, so that the world stays as it is for the next.
 */
export function tryWay(world: World, visitor: Visitor, way: string, entry: Entry, may: boolean): Promise<Outcome> {
  if (entry.args) return tryAction(world, visitor, way, entry.args(world), may)
  if (entry.message) return tryEvent(visitor, way.split(' ')[1] ?? '', entry.message(world))
  return tryRequest(visitor, way.split(' ')[0] ?? '', entry.path?.(world) ?? '/', may, entry.body)
}

async function tryRequest(visitor: Visitor, verb: string, path: string, may: boolean, body?: string): Promise<Outcome> {
  const method = verb === 'page' ? 'GET' : verb
  const headers = method === 'GET' ? undefined : { origin: visitor.origin, 'content-type': 'application/json' }
  const answer = await visitor.request(path, { method, headers, body })
  const detail = `${answer.status} ${answer.headers.get('location') ?? ''}`
  if (answer.status === 401 || leadsOut(answer.headers.get('location'))) return { kind: 'sent away', detail }
  if (answer.status === 403) return refusalOf((await answer.json()) as { error: { code: string } }, detail)
  // What is there, to someone else it might as well not be.
  if (answer.status === 404 && !may) return { kind: 'refused', detail }
  const title = /<h1[^>]*>([^<]*)<\/h1>/.exec(await answer.text())?.[1]
  if (verb === 'page' && title === t('errors.not-allowed')) return { kind: 'refused', detail: `${detail} not-allowed` }
  return { kind: 'admitted', detail: `${detail} ${title ?? ''}` }
}

/** Someone who must set up a second factor first is sent to do so, whatever their role allows. */
function refusalOf({ error: { code } }: { error: { code: string } }, detail: string): Outcome {
  return { kind: code === 'enrolment-required' ? 'sent away' : 'refused', detail: `${detail} ${code}` }
}

async function tryAction(
  { call }: World,
  visitor: Visitor,
  way: string,
  args: readonly ActionArgument[],
  may: boolean,
): Promise<Outcome> {
  const { code, redirect, status } = await call(visitor, way, may ? harmless(args) : args)
  const detail = `${status} ${code ?? ''} ${redirect ?? ''}`
  if (code === 'not-signed-in' || leadsOut(redirect)) return { kind: 'sent away', detail }
  return { kind: code === 'not-allowed' || (code === 'not-found' && !may) ? 'refused' : 'admitted', detail }
}

async function tryEvent(visitor: Visitor, event: string, message: readonly unknown[]): Promise<Outcome> {
  let live: LiveClient
  try {
    live = await LiveClient.connect(visitor)
  } catch (error) {
    return { kind: 'sent away', detail: String(error) }
  }
  try {
    const code = await said(live, event, message)
    const refused = code === 'not-allowed' || code === 'not-found'
    return { kind: refused ? 'refused' : 'admitted', detail: code ?? '' }
  } finally {
    live.close()
  }
}

const answered = new Set(['open', 'attach', 'answer', 'close', 'echo'])

/** The code that an event is refused with; undefined when it isn't. A session that it opens is over when this resolves. */
async function said(live: LiveClient, event: string, message: readonly unknown[]): Promise<string | undefined> {
  // An event of any name, with whatever it takes.
  const socket = live.socket as unknown as Socket
  if (event === 'disconnect') return undefined
  if (!answered.has(event)) {
    socket.emit(event, ...message)
    await socket.emitWithAck('echo')
    return live.problems.at(-1)
  }
  const reply = (await socket.emitWithAck(event, ...message)) as Reply<Opened> | undefined
  if (!reply) return undefined
  if (!reply.ok) return reply.error.code
  if (event === 'open') {
    await live.until(() => live.states.at(-1)?.state === 'open')
    await socket.emitWithAck('close', reply.value.sessionId)
  }
  return undefined
}

const leadsOut = (location: string | null | undefined) => /\/(sign-in|enrol)$/.test(location?.split('?')[0] ?? '')

function harmless(args: readonly ActionArgument[]): ActionArgument[] {
  return args.map((argument) => {
    if (argument instanceof FormData) return new FormData()
    return typeof argument === 'string' && /^[0-9a-f-]{36}$/.test(argument) ? noId : argument
  })
}
