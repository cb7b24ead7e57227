import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Platform } from '@/core/platform'
import { clientAddress, clientAddressHeader } from './client-address'
import { answerHealth } from './health'
import { comesFromOurPage, secure } from './security'

/** What answers requests behind the edge. */
export interface Pages {
  listener: RequestListener
  /** Resolves when they answer. */
  answers: () => Promise<void>
}

/** The edge of every HTTP request: headers, the client's address, the Origin check; then the pages. */
export function requestListener(platform: Platform, pages: Pages): RequestListener {
  return (request, response) => {
    secure(request, response, platform.config)
    request.headers[clientAddressHeader] = clientAddress(request, platform.config.trustedProxies)
    // Known to skip Next's middleware (CVE-2025-29927); nothing is decided there, and no client has a use for it.
    delete request.headers['x-middleware-subrequest']
    if (!comesFromOurPage(request, platform.config)) {
      refuse(response)
      return
    }
    const path = pathOf(request)
    if (path === '/healthz' || path === '/readyz') {
      void answerHealth(path, response, platform, pages.answers)
      return
    }
    pages.listener(request, response)
  }
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/'
}

function refuse(response: ServerResponse): void {
  response.writeHead(403, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ error: { code: 'wrong-origin' } }))
}
