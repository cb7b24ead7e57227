import { z } from 'zod'
import { GatehouseError } from '../errors'
import { nameSchema } from '../text'
import { normalMailAddress } from './mail-address'
import type { OidcConfig } from './oidc-settings'

/** So many of someone's groups are looked at. */
const maxGroupsOfOne = 500
export const maxSid = 500

const subjectClaims = z.looseObject({
  iss: z.string().min(1).max(1000),
  // OpenID Connect Core section 2: at most 255 ASCII characters; some providers go beyond.
  sub: z.string().min(1).max(1000),
})

/** Someone as the provider describes them at a sign-in. */
export interface ProvidedPerson {
  issuer: string
  subject: string
  /** What a new user is called; null when the claim is missing or no name. */
  name: string | null
  /** Names of groups; empty where no claim is set or it is missing. */
  groups: string[]
  /** null: not to be let in. */
  entitled: Entitlement | null
  /** Whether the provider vouches for a second factor. */
  secondFactor: boolean
  /** Where their mail goes; null: it names no address, or says that this one isn't verified. */
  email: string | null
  /** The provider's own session, by which it says later that it is over; null where it names none. */
  sid: string | null
}

/**
 * What lets someone in: the roles that the provider's groups give, the first that is there counts; or the one that a new user
 * gets and that may be changed here. A built-in role by its key, another by its name.
 */
export interface Entitlement {
  by: 'groups' | 'default'
  roles: readonly string[]
}

/**
 * Reads the claims of an ID token that next-auth has checked (signature, audience, nonce, time). Pure. Throws
 * `provider-failed` when they are not those of this provider.
 */
export function readPerson(oidc: OidcConfig, claims: unknown): ProvidedPerson {
  const parsed = subjectClaims.safeParse(claims)
  if (!parsed.success || parsed.data.iss !== oidc.issuer) {
    throw new GatehouseError('provider-failed', {}, {}, { cause: 'the issuer is another, or there is no subject' })
  }
  const given = parsed.data
  const name = nameSchema.safeParse(claimAt(given, oidc.nameClaim))
  const groups = oidc.groupsClaim ? textsOf(claimAt(given, oidc.groupsClaim)).slice(0, maxGroupsOfOne) : []
  const methods = [...textsOf(given.amr), ...textsOf(given.acr)]
  return {
    issuer: given.iss,
    subject: given.sub,
    name: name.success ? name.data : null,
    groups,
    entitled: isDisabled(oidc, given) ? null : entitlementOf(oidc, groups),
    secondFactor: oidc.secondFactor.some((value) => methods.includes(value)),
    email: emailOf(given),
    sid: typeof given.sid === 'string' && given.sid.length <= maxSid ? given.sid : null,
  }
}

/** OpenID Connect Core section 5.1. A provider that says nothing of verification is taken at its word. */
function emailOf({ email, email_verified: verified }: Record<string, unknown>): string | null {
  if (typeof email !== 'string' || verified === false || verified === 'false') return null
  return normalMailAddress(email)
}

function entitlementOf({ roleGroups, defaultRole }: OidcConfig, groups: readonly string[]): Entitlement | null {
  const given = roleGroups.filter(({ group }) => groups.includes(group)).map(({ role }) => role)
  const roles = [...new Set(given), ...(given.length === 0 && defaultRole ? [defaultRole] : [])]
  return roles.length === 0 ? null : { by: roleGroups.length > 0 ? 'groups' : 'default', roles }
}

function isDisabled({ disabledClaim }: OidcConfig, claims: object): boolean {
  const value = disabledClaim ? claimAt(claims, disabledClaim) : false
  return value === true || value === 'true'
}

/** A claim by its name, or, when there is none of that name, by a path with dots such as `realm_access.roles`. */
function claimAt(claims: object, name: string): unknown {
  if (Object.hasOwn(claims, name)) return Reflect.get(claims, name)
  return name.split('.').reduce<unknown>((value, part) => {
    return typeof value === 'object' && value !== null && Object.hasOwn(value, part) ? Reflect.get(value, part) : null
  }, claims)
}

function textsOf(value: unknown): string[] {
  const values = Array.isArray(value) ? value : [value]
  return values.filter((one) => typeof one === 'string')
}
