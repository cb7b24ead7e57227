import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Config } from '@/core/config'

/**
 * Headers for every answer. The nonce goes to Next in the request's own Content-Security-Policy header, which is where it
 * looks for it. Styles may be inline (xterm.js and the player write them); scripts may not. `wasm-unsafe-eval` lets the
 * replay's terminal, which is WebAssembly, be compiled.
 */
export function secure(request: IncomingMessage, response: ServerResponse, config: Config): void {
  const nonce = randomBytes(16).toString('base64')
  const policy = contentSecurityPolicy(nonce, config)
  request.headers['content-security-policy'] = policy
  request.headers['x-nonce'] = nonce
  response.setHeader('Content-Security-Policy', policy)
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.setHeader('X-Frame-Options', 'DENY')
  response.setHeader('Referrer-Policy', 'same-origin')
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
  response.setHeader('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()')
  if (config.origin.startsWith('https:')) response.setHeader('Strict-Transport-Security', 'max-age=31536000')
}

function contentSecurityPolicy(nonce: string, config: Config): string {
  // An IPv6 address can't be written in a policy; 'self' covers it where a browser is reached that way.
  const sockets = config.allowedOrigins
    .filter((origin) => !origin.includes('['))
    .map((origin) => origin.replace(/^http/, 'ws'))
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src 'self' data: ${sockets.join(' ')}`,
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** What another server calls, which has no page and sends no Origin. It looks at no cookie: what is sent says who sends it. */
const serverToServer = new Set(['/api/auth/backchannel-logout'])

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whether the request may change anything: it must come from a page of ours. Browsers send Origin with every request that
 * is not GET or HEAD; one without it isn't a browser's form, and Sec-Fetch-Site says the rest.
 */
export function comesFromOurPage(request: IncomingMessage, config: Config): boolean {
  if (safeMethods.has(request.method ?? 'GET')) return true
  if (request.headers.origin === undefined && serverToServer.has((request.url ?? '').split('?', 1)[0] ?? ''))
    return true
  return isOurOrigin(request.headers.origin, config)
}

/** A missing or foreign Origin is not ours. */
export function isOurOrigin(origin: string | undefined, config: Config): boolean {
  return origin !== undefined && config.allowedOrigins.includes(origin)
}
