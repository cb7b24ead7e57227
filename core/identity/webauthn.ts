import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { z } from 'zod'
import type { RelyingParty } from './relying-party'

/** What the browser's `navigator.credentials` is asked with. */
export type CreationOptions = PublicKeyCredentialCreationOptionsJSON
export type RequestOptions = PublicKeyCredentialRequestOptionsJSON

/** Whether the device must know who holds it (by PIN, finger or face), or a touch is enough. */
export type Verification = 'required' | 'preferred'

/** EdDSA, ES256 and RS256 (COSE's numbers): what devices in use make. */
const algorithms = [-8, -7, -257]
const timeout = 120_000

const base64url = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[\w-]*$/)
/** WebAuthn's own limit is 1023 bytes. */
const credentialId = base64url(1364).min(1)
const answer = { id: credentialId, rawId: credentialId, type: z.literal('public-key') }

/** JSON text from outside, as what the schema says it is. */
const fromJson = <S extends z.ZodType>(schema: S) =>
  z
    .string()
    .max(40_000)
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text)
      } catch {
        context.addIssue({ code: 'custom', message: 'field:invalid' })
        return z.NEVER
      }
    })
    .pipe(schema)

/** What a browser answers when a passkey was used: JSON text of an AuthenticationResponseJSON (section 5.1). */
export const assertionInput = fromJson(
  z.object({
    ...answer,
    response: z.object({
      clientDataJSON: base64url(4096),
      authenticatorData: base64url(4096),
      signature: base64url(2048),
      userHandle: base64url(128).optional(),
    }),
  }),
)
export type Assertion = z.output<typeof assertionInput>

/** What a browser answers when a passkey was made: JSON text of a RegistrationResponseJSON. */
export const attestationInput = fromJson(
  z.object({
    ...answer,
    response: z.object({
      clientDataJSON: base64url(4096),
      attestationObject: base64url(24_000),
      transports: z
        .array(
          z
            .string()
            .max(20)
            .regex(/^[a-z-]+$/),
        )
        .max(10)
        .optional(),
    }),
  }),
)
export type Attestation = z.output<typeof attestationInput>

const clientData = z.object({ challenge: base64url(200), crossOrigin: z.literal(false).optional() })

/** The challenge that an answer says it signed; null for none, and for an answer that was made inside another site's frame. */
export function challengeIn({ response }: Assertion | Attestation): string | null {
  try {
    const text = Buffer.from(response.clientDataJSON, 'base64url').toString('utf8')
    return clientData.parse(JSON.parse(text)).challenge
  } catch {
    return null
  }
}

const bytes = (text: string, encoding: 'base64url' | 'utf8') => Uint8Array.from(Buffer.from(text, encoding))

/** The user's id as devices keep it (the "user handle"). */
export const handleOf = (userId: string) => Buffer.from(userId, 'utf8').toString('base64url')

/** The question for a new passkey: one that the device itself can find again, so that no name need be typed to use it. */
export async function creationOptions(
  party: RelyingParty,
  user: { id: string; name: string },
  challenge: string,
  existing: readonly string[],
): Promise<CreationOptions> {
  return generateRegistrationOptions({
    rpName: 'Gatehouse',
    rpID: party.id,
    userID: bytes(user.id, 'utf8'),
    userName: user.name,
    userDisplayName: user.name,
    challenge: bytes(challenge, 'base64url'),
    timeout,
    attestationType: 'none',
    excludeCredentials: existing.map((id) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'preferred' },
    supportedAlgorithmIDs: algorithms,
  })
}

/** The question for a passkey that exists: one of `allowed`, or whichever the device has for this site. */
export async function requestOptions(
  party: RelyingParty,
  challenge: string,
  verification: Verification,
  allowed?: readonly { id: string; transports: string[] }[],
): Promise<RequestOptions> {
  return generateAuthenticationOptions({
    rpID: party.id,
    challenge: bytes(challenge, 'base64url'),
    timeout,
    userVerification: verification,
    ...(allowed ? { allowCredentials: [...allowed] } : {}),
  })
}

export interface NewPasskey {
  credentialId: string
  publicKey: Uint8Array<ArrayBuffer>
  counter: bigint
  backedUp: boolean
}

/** Checks what a device answered that made a passkey (section 7.1); null when anything of it isn't right. */
export async function verifyCreation(
  party: RelyingParty,
  attestation: Attestation,
  challenge: string,
): Promise<NewPasskey | null> {
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: { ...attestation, clientExtensionResults: {} },
    expectedChallenge: challenge,
    expectedOrigin: party.origins,
    expectedRPID: party.id,
    requireUserVerification: false,
    supportedAlgorithmIDs: algorithms,
  }).catch(() => ({ verified: false as const, registrationInfo: undefined }))
  if (!verified || !registrationInfo) return null
  const { credential, credentialBackedUp } = registrationInfo
  return {
    credentialId: credential.id,
    publicKey: Uint8Array.from(credential.publicKey),
    counter: BigInt(credential.counter),
    backedUp: credentialBackedUp,
  }
}

/**
 * Checks what a device answered that used a passkey (section 7.2, but for the counter, which the caller compares as it writes
 * it); null when anything of it isn't right.
 */
export async function verifyAssertion(
  party: RelyingParty,
  assertion: Assertion,
  passkey: { credentialId: string; publicKey: Uint8Array },
  expected: { challenge: string; verification: Verification },
): Promise<Pick<NewPasskey, 'counter' | 'backedUp'> | null> {
  const checked = await verifyAuthenticationResponse({
    response: { ...assertion, clientExtensionResults: {} },
    expectedChallenge: expected.challenge,
    expectedOrigin: party.origins,
    expectedRPID: party.id,
    // 0: the library compares the counter before it has checked the signature.
    credential: { id: passkey.credentialId, publicKey: Uint8Array.from(passkey.publicKey), counter: 0 },
    requireUserVerification: expected.verification === 'required',
  }).catch(() => null)
  if (!checked?.verified) return null
  const { newCounter, credentialBackedUp } = checked.authenticationInfo
  return { counter: BigInt(newCounter), backedUp: credentialBackedUp }
}
