import { z } from 'zod'
import type { BuiltInRole } from '../access/roles'

const names = z
  .string()
  .default('')
  .transform((value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  )

/** `group=role` pairs; a name may hold `=` itself on the left. */
const pairs = names.transform((parts, context) =>
  parts.map((part) => {
    const at = part.lastIndexOf('=')
    const [group, role] = [part.slice(0, at).trim(), part.slice(at + 1).trim()]
    if (at < 0 || !group || !role) context.addIssue({ code: 'custom', message: 'must be pairs of group=role' })
    return { group, role }
  }),
)

/** The settings of signing in through an identity provider: a part of core/config.ts. */
export const oidcSettings = {
  GATEHOUSE_OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .refine(isSafeIssuer, 'must be https, except on loopback')
    .optional(),
  GATEHOUSE_OIDC_CLIENT_ID: z.string().min(1).max(500).optional(),
  GATEHOUSE_OIDC_CLIENT_SECRET: z.string().min(1).max(1000).optional(),
  GATEHOUSE_OIDC_NAME: z.string().trim().min(1).max(60).default('OpenID Connect'),
  GATEHOUSE_OIDC_SCOPES: z
    .string()
    .default('openid profile')
    .refine((value) => value.split(' ').includes('openid'), 'must have openid among them'),
  GATEHOUSE_OIDC_NAME_CLAIM: z.string().min(1).max(200).default('preferred_username'),
  GATEHOUSE_OIDC_CREATE_USERS: z.enum(['on', 'off']).default('on'),
  GATEHOUSE_OIDC_GROUPS_CLAIM: z.string().min(1).max(200).optional(),
  GATEHOUSE_OIDC_CREATE_GROUPS: z.enum(['on', 'off']).default('off'),
  GATEHOUSE_OIDC_ADMINISTRATORS: names,
  GATEHOUSE_OIDC_ROLES: pairs,
  GATEHOUSE_OIDC_OPERATORS: names,
  GATEHOUSE_OIDC_AUDITORS: names,
  GATEHOUSE_OIDC_DEFAULT_ROLE: z.enum(['none', 'operator', 'auditor']).default('none'),
  GATEHOUSE_OIDC_DISABLED_CLAIM: z.string().min(1).max(200).optional(),
  GATEHOUSE_OIDC_SECOND_FACTOR: names,
}

/** Signing in through an identity provider, as the program uses it. */
export interface OidcConfig {
  /** Exactly as the provider gives it in `iss`. */
  issuer: string
  clientId: string
  clientSecret: string
  /** What the button calls it. */
  name: string
  scopes: string
  /** The claim that names a new user. */
  nameClaim: string
  createUsers: boolean
  groupsClaim: string | null
  createGroups: boolean
  /**
   * The provider's groups that give a role, the first that fits: a built-in one by its key, another by its name. None: roles are
   * given here, and {@link defaultRole} to new users.
   */
  roleGroups: readonly { group: string; role: string }[]
  /** Of who is in none of them; null: they are not let in. */
  defaultRole: BuiltInRole | null
  /** The claim that says, when true, that someone is not to be let in. */
  disabledClaim: string | null
  /** Values of `amr` or `acr` that vouch for a second factor. */
  secondFactor: readonly string[]
}

/** A setting that is missing or makes no sense beside the others. The message is one line without a value. */
export class OidcSettingsError extends Error {
  override readonly name = 'OidcSettingsError'

  constructor(
    readonly setting: keyof typeof oidcSettings | 'GATEHOUSE_URL' | 'GATEHOUSE_PASSWORD_SIGN_IN',
    message: string,
  ) {
    super(message)
  }
}

const allSettings = z.object(oidcSettings)
type Settings = z.output<typeof allSettings> & {
  GATEHOUSE_URL?: string | undefined
  GATEHOUSE_PASSWORD_SIGN_IN: 'on' | 'off'
  GATEHOUSE_SECOND_FACTOR: 'off' | 'optional' | 'administrators' | 'everyone'
}

/** Null without a provider. Throws {@link OidcSettingsError} for one that is set up by halves. */
export function readOidc(s: Settings): OidcConfig | null {
  const [issuer, clientId, clientSecret] = requireWhole(s)
  if (!issuer || !clientId || !clientSecret) return null
  const giving = (groups: readonly string[], role: BuiltInRole) => groups.map((group) => ({ group, role }))
  const roleGroups = [
    ...giving(s.GATEHOUSE_OIDC_ADMINISTRATORS, 'administrator'),
    ...s.GATEHOUSE_OIDC_ROLES,
    ...giving(s.GATEHOUSE_OIDC_OPERATORS, 'operator'),
    ...giving(s.GATEHOUSE_OIDC_AUDITORS, 'auditor'),
  ]
  requireSense(s, roleGroups.length > 0)
  return {
    issuer,
    clientId,
    clientSecret,
    name: s.GATEHOUSE_OIDC_NAME,
    scopes: s.GATEHOUSE_OIDC_SCOPES,
    nameClaim: s.GATEHOUSE_OIDC_NAME_CLAIM,
    createUsers: s.GATEHOUSE_OIDC_CREATE_USERS === 'on',
    groupsClaim: s.GATEHOUSE_OIDC_GROUPS_CLAIM ?? null,
    createGroups: s.GATEHOUSE_OIDC_CREATE_GROUPS === 'on',
    roleGroups,
    defaultRole: s.GATEHOUSE_OIDC_DEFAULT_ROLE === 'none' ? null : s.GATEHOUSE_OIDC_DEFAULT_ROLE,
    disabledClaim: s.GATEHOUSE_OIDC_DISABLED_CLAIM ?? null,
    secondFactor: s.GATEHOUSE_OIDC_SECOND_FACTOR,
  }
}

/** All three of what a provider needs, or none of them. */
function requireWhole(s: Settings): [issuer?: string, clientId?: string, clientSecret?: string] {
  const needed = ['GATEHOUSE_OIDC_ISSUER', 'GATEHOUSE_OIDC_CLIENT_ID', 'GATEHOUSE_OIDC_CLIENT_SECRET'] as const
  const missing = needed.find((name) => !s[name])
  const present = needed.find((name) => s[name])
  if (missing && present) throw new OidcSettingsError(missing, `is needed beside ${present}`)
  if (missing && s.GATEHOUSE_PASSWORD_SIGN_IN === 'off') {
    throw new OidcSettingsError(
      'GATEHOUSE_PASSWORD_SIGN_IN',
      'is off, and no identity provider is set up to sign in by',
    )
  }
  return [s.GATEHOUSE_OIDC_ISSUER, s.GATEHOUSE_OIDC_CLIENT_ID, s.GATEHOUSE_OIDC_CLIENT_SECRET]
}

function requireSense(s: Settings, mapped: boolean): void {
  if (!s.GATEHOUSE_URL) {
    throw new OidcSettingsError('GATEHOUSE_URL', 'is needed with an identity provider, which sends people back there')
  }
  if (mapped && !s.GATEHOUSE_OIDC_GROUPS_CLAIM) {
    throw new OidcSettingsError('GATEHOUSE_OIDC_GROUPS_CLAIM', 'is needed where groups give roles')
  }
  if (!mapped && s.GATEHOUSE_OIDC_DEFAULT_ROLE === 'none') {
    throw new OidcSettingsError(
      'GATEHOUSE_OIDC_DEFAULT_ROLE',
      'is none, and no group gives a role: nobody could come in',
    )
  }
  const demanded = s.GATEHOUSE_SECOND_FACTOR === 'administrators' || s.GATEHOUSE_SECOND_FACTOR === 'everyone'
  if (demanded && s.GATEHOUSE_OIDC_SECOND_FACTOR.length === 0) {
    throw new OidcSettingsError(
      'GATEHOUSE_OIDC_SECOND_FACTOR',
      'is needed where GATEHOUSE_SECOND_FACTOR demands one: it says how the provider vouches for it',
    )
  }
}

/** The provider's answers carry who someone is: they do not go over a network in the clear. */
function isSafeIssuer(issuer: string): boolean {
  if (!URL.canParse(issuer)) return false
  const { protocol, hostname } = new URL(issuer)
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
}
