import {
  Agent,
  type ClientRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestListener,
  request as requestOf,
  type ServerResponse,
} from 'node:http'
import { pipeline } from 'node:stream'
import { type Apology, apologize } from './apology'

/** How long the pages may think before the first byte of an answer. A search over a long audit log takes seconds. */
const firstByteLimitMs = 60_000
/** A connection to the pages that nobody uses is closed after this time. */
const idleMs = 30_000

/** Headers that are about one connection and not about the message (RFC 9110 section 7.6.1). */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

export interface Upstream {
  /** Where the pages listen; undefined while they are away. */
  socketPath: () => string | undefined
  /** In whose words, by the code of the error. */
  apology: Apology
  firstByteLimitMs?: number
}

/**
 * Passes requests on to the pages' process and its answers back, both as they come: nothing is collected, and whoever
 * leaves first ends the other side. Headers that the response has already win over the pages'. While the pages are away,
 * break off or don't answer, the browser is told so.
 */
export function pagesProxy(upstream: Upstream): RequestListener {
  const agent = new Agent({ keepAlive: true, timeout: idleMs })
  return (request, response) => {
    const socketPath = upstream.socketPath()
    if (!socketPath) return apologize(request, response, 503, upstream.apology)
    const { method, url: path } = request
    const asked = requestOf({ socketPath, agent, method, path, headers: headersFor(request), setHost: false })
    passOn(request, response, asked, upstream)
  }
}

function passOn(request: IncomingMessage, response: ServerResponse, asked: ClientRequest, upstream: Upstream): void {
  let late: NodeJS.Timeout | undefined
  let settled = false
  const fail = (status: 502 | 503 | 504) => {
    // What goes wrong after the answer has begun is the answer's own error.
    if (settled) return
    settled = true
    clearTimeout(late)
    request.unpipe(asked)
    asked.destroy()
    apologize(request, response, status, upstream.apology)
  }
  asked.on('error', (error) => fail(isAway(error) ? 503 : 502))
  // A body may take its time to arrive; what the pages do then may not.
  asked.on('finish', () => {
    late = setTimeout(fail, upstream.firstByteLimitMs ?? firstByteLimitMs, 504)
  })
  asked.on('response', (answer) => {
    settled = true
    clearTimeout(late)
    giveBack(answer, response)
  })
  response.on('close', () => {
    clearTimeout(late)
    if (response.writableFinished) return
    settled = true
    asked.destroy()
  })
  request.pipe(asked)
}

/** Nobody listens there: the process has ended, or a new one is not ready. */
function isAway(error: Error): boolean {
  return 'code' in error && (error.code === 'ENOENT' || error.code === 'ECONNREFUSED')
}

function giveBack(answer: IncomingMessage, response: ServerResponse): void {
  response.statusCode = answer.statusCode ?? 502
  response.statusMessage = answer.statusMessage ?? ''
  for (const [name, value] of Object.entries(endToEnd(answer))) {
    if (value !== undefined && !response.hasHeader(name)) response.setHeader(name, value)
  }
  // The head goes at once, also where the body takes time. On an error both are destroyed: a body that was broken off
  // must not look whole.
  response.flushHeaders()
  pipeline(answer, response, () => {})
}

function headersFor(request: IncomingMessage): OutgoingHttpHeaders {
  const headers = endToEnd(request)
  // Has been answered by this server already.
  delete headers.expect
  // The pages see a Unix socket; Next would take the peer's address from it.
  headers['x-forwarded-for'] ??= request.socket.remoteAddress ?? ''
  // Without it Node would send the body of a DELETE without saying where it ends.
  if (request.headers['transfer-encoding'] !== undefined) headers['transfer-encoding'] = 'chunked'
  return headers
}

function endToEnd({ headers }: IncomingMessage): OutgoingHttpHeaders {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase())
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name) && !named.includes(name)))
}
