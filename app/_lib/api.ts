import { cookies, headers } from 'next/headers'
import { type Scope, scopeActions, scopes } from '@/core/access/scopes'
import type { RemoteActor, UserActor } from '@/core/actor'
import { GatehouseError, toGatehouseError } from '@/core/errors'
import { resolveApiToken } from '@/core/identity/api-token-use'
import { webSessionCookieName } from '@/core/identity/cookie'
import { noteDenied } from './denied'
import { getPlatform } from './platform'
import { currentActorOrNull, currentBrowser } from './request'

/** Runs an API route for whoever is signed in; errors become `{ error: { code, params, fields } }` with their status. */
export async function api(work: (actor: UserActor) => Promise<Response>): Promise<Response> {
  return answer(currentActorOrNull, work)
}

/** The same for a route that only reads, which an API token opens as well: `Authorization: Bearer …` (RFC 6750 section 2.1). */
export async function openApi(work: (actor: RemoteActor) => Promise<Response>): Promise<Response> {
  return answer(remoteActorOrNull, work)
}

async function answer<A extends RemoteActor>(
  identify: () => Promise<A | null>,
  work: (actor: A) => Promise<Response>,
): Promise<Response> {
  let actor: A | null = null
  try {
    actor = await identify()
    if (!actor) throw new GatehouseError('not-signed-in')
    return await work(actor)
  } catch (error) {
    const known = toGatehouseError(error)
    await noteDenied(known, async () => actor)
    if (known.code === 'internal') getPlatform().log.error({ err: known.cause }, 'an API call failed')
    const { code, params, fields } = known
    // `status` is a getter, which the other bundle's copy has as well.
    return Response.json({ error: { code, params, fields } }, { status: known.status, headers: hints(known) })
  }
}

/** Who came with a cookie or a token. With both it is not clear who asks: throws `identity-ambiguous`. */
async function remoteActorOrNull(): Promise<RemoteActor | null> {
  const token = /^Bearer +(\S+)$/i.exec((await headers()).get('authorization') ?? '')?.[1]
  if (token === undefined) return currentActorOrNull()
  const platform = getPlatform()
  if ((await cookies()).has(webSessionCookieName(platform.config))) throw new GatehouseError('identity-ambiguous')
  return resolveApiToken(platform, token, (await currentBrowser()).clientAddress)
}

/** What a program is told in the answer's head: how to identify itself (RFC 6750 section 3), when to come again. */
function hints({ code, params, status }: GatehouseError): Record<string, string> {
  if (status === 429 && params.seconds !== undefined) return { 'retry-after': String(params.seconds) }
  const challenge = 'Bearer realm="gatehouse"'
  if (code === 'token-invalid') return { 'www-authenticate': `${challenge}, error="invalid_token"` }
  if (status === 401) return { 'www-authenticate': challenge }
  if (params.reason !== 'scope-forbids') return {}
  const needed: Scope[] = scopes.filter((scope) => scopeActions(scope).some((action) => action === params.action))
  return { 'www-authenticate': `${challenge}, error="insufficient_scope", scope="${needed.join(' ')}"` }
}

/** A body that is made as it is read; the reader's leaving ends the making. */
export function streamed(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const next = await pieces.next()
      if (next.done) controller.close()
      else controller.enqueue(encoder.encode(next.value))
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
}

/** A list or an object as JSON, which no one on the way keeps. */
export function fresh(value: unknown): Response {
  return Response.json(value, { headers: { 'cache-control': 'no-store' } })
}
