import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose'
import { z } from 'zod'
import type { OidcConfig } from './oidc-settings'

/** The provider gets so long to say where its keys are, and what they are. */
const timeoutMs = 5000
/** How long an answer about where they are is kept. */
const keepMs = 600_000
/** A document of the provider's is not read beyond this. */
const longestDocument = 256 * 1024

/** What can be checked by a key that is public. Neither `none` nor a secret that the two share. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

const discovered = z.looseObject({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) })

type Keys = ReturnType<typeof createRemoteJWKSet>
const known = new Map<string, { keys: Keys; until: number }>()

/**
 * Checks a token that the provider signed and sent us by itself: signature by one of its keys, issuer, audience, times.
 * Throws jose's errors, and others when the provider can't be reached.
 */
export async function verifyByProvider(
  { issuer, clientId }: Pick<OidcConfig, 'issuer' | 'clientId'>,
  token: string,
  { maxAgeSeconds, skewSeconds }: { maxAgeSeconds: number; skewSeconds: number },
): Promise<JWTPayload> {
  const { payload } = await jwtVerify(token, await keysOf(issuer), {
    issuer,
    audience: clientId,
    algorithms,
    maxTokenAge: maxAgeSeconds,
    clockTolerance: skewSeconds,
  })
  return payload
}

/** The provider's keys, found by its discovery document (OpenID Connect Discovery section 4) and fetched when one is new. */
async function keysOf(issuer: string): Promise<Keys> {
  const present = known.get(issuer)
  if (present && present.until > Date.now()) return present.keys
  const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(timeoutMs),
    redirect: 'error',
  })
  if (!answer.ok) throw new Error(`the provider's discovery document answered ${answer.status}`)
  const document = discovered.parse(JSON.parse(await boundedText(answer)))
  if (document.issuer !== issuer) throw new Error('the discovery document is of another issuer')
  const keys = createRemoteJWKSet(new URL(document.jwks_uri), { timeoutDuration: timeoutMs })
  known.set(issuer, { keys, until: Date.now() + keepMs })
  return keys
}

async function boundedText(answer: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > longestDocument) throw new Error('the discovery document is too long')
  }
  return text
}
