import { getPlatform } from '@/app/_lib/platform'
import { currentBrowser } from '@/app/_lib/request'
import { GatehouseError, toGatehouseError } from '@/core/errors'
import { logOutByProvider, longestLogoutToken } from '@/core/identity/oidc-logout'

/** Room for the token's name and the way a form writes it. */
const longestBody = 2 * longestLogoutToken

/**
 * The identity provider's server says that someone's session there is over (OpenID Connect Back-Channel Logout 1.0 section 2.5):
 * a form with `logout_token`, which alone says who sends it. No cookie is looked at.
 */
export async function POST(request: Request): Promise<Response> {
  const platform = getPlatform()
  try {
    const form = new URLSearchParams(await bodyOf(request))
    const [token, ...more] = form.getAll('logout_token')
    if (!token || more.length > 0) throw new GatehouseError('logout-token-invalid')
    await logOutByProvider(platform, token, (await currentBrowser()).clientAddress)
    return answer(200)
  } catch (error) {
    const known = toGatehouseError(error)
    const { code, params, cause } = known
    if (code === 'internal') platform.log.error({ err: cause }, 'a logout of the identity provider failed')
    else platform.log.warn({ code, reason: cause }, 'a logout of the identity provider was refused')
    if (code === 'too-many-requests') return answer(429, code, { 'retry-after': String(params.seconds) })
    return answer(known.status >= 500 ? known.status : 400, code)
  }
}

/** Section 2.8: what failed as JSON, kept by nobody. */
function answer(status: number, description?: string, headers: Record<string, string> = {}): Response {
  const all = { 'cache-control': 'no-store', ...headers }
  if (description === undefined) return new Response(null, { status, headers: all })
  return Response.json({ error: 'invalid_request', error_description: description }, { status, headers: all })
}

/** The body as text. Throws `too-large` before more of it is in memory than may be. */
async function bodyOf(request: Request): Promise<string> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) throw new GatehouseError('logout-token-invalid')
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of request.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > longestBody) throw new GatehouseError('too-large', { limit: longestBody })
  }
  return text
}
