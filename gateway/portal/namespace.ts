import type { Server as HttpServer, IncomingMessage } from 'node:http'
import { type Namespace, Server, type Socket } from 'socket.io'
import parser from 'socket.io-msgpack-parser'
import type { UserActor } from '@/core/actor'
import { GatehouseError, toGatehouseError } from '@/core/errors'
import { webSessionCookieName } from '@/core/identity/cookie'
import { resolveWebSession } from '@/core/identity/web-sessions'
import type { Platform } from '@/core/platform'
import { type ClientEvents, maxInputFrameBytes, type ServerEvents } from '@/core/sessions/wire'
import { clientAddress } from '../http/client-address'
import { isOurOrigin } from '../http/security'
import { LiveSocket, type Parts } from './live-socket'

/** Attaches the namespace `/live` to the HTTP server. docs/protocol.md specifies it. */
export function attachLive(http: HttpServer, parts: Parts): Server {
  const { platform } = parts
  const io = new Server(http, {
    parser,
    transports: ['websocket'],
    serveClient: false,
    // Room for the frame around the largest input.
    maxHttpBufferSize: maxInputFrameBytes + 4096,
    pingInterval: 10_000,
    pingTimeout: 10_000,
    connectTimeout: 10_000,
    allowRequest: (request, decide) => decide(null, isOurOrigin(request.headers.origin, platform.config)),
  })
  const live: Namespace<ClientEvents, ServerEvents> = io.of('/live')
  live.use((socket, next) => {
    admit(socket, parts).then(
      () => next(),
      (error: unknown) => next(new Error(toGatehouseError(error).code)),
    )
  })
  live.on('connection', (socket) => {
    const actor = actors.get(socket)
    if (actor) new LiveSocket(socket, actor, () => actorOf(socket.request, platform), parts)
    else socket.disconnect(true)
  })
  return io
}

const actors = new WeakMap<object, UserActor>()

async function admit(socket: Socket<ClientEvents, ServerEvents>, { platform, registry }: Parts): Promise<void> {
  const actor = await actorOf(socket.request, platform)
  if (!actor) throw new GatehouseError('not-signed-in')
  const limit = platform.config.maxSocketsPerUser
  if ([...registry.sockets].filter((other) => other.userId === actor.id).length >= limit) {
    throw new GatehouseError('limit-reached', { what: 'sockets', limit })
  }
  actors.set(socket, actor)
}

/** Reads the web session of the request's cookie afresh. */
async function actorOf(request: IncomingMessage, platform: Platform): Promise<UserActor | null> {
  const name = `${webSessionCookieName(platform.config)}=`
  const pair = (request.headers.cookie ?? '').split(/; */).find((part) => part.startsWith(name))
  if (!pair) return null
  const token = decodeURIComponent(pair.slice(name.length))
  return resolveWebSession(platform, token, clientAddress(request, platform.config.trustedProxies))
}
