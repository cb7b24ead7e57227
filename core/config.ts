import { cpus } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import type { AccessPolicy } from './access/decide'
import { type OidcConfig, OidcSettingsError, oidcSettings, readOidc } from './identity/oidc-settings'
import { defaultForbiddenRanges, parseRanges } from './inventory/ranges'
import { MailSettingsError, mailSettings, readSmtp, type SmtpConfig } from './notices/mail-settings'

const mebibyte = 1024 * 1024

const list = (value: string) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)

const ranges = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((value, context) => {
      try {
        return parseRanges(list(value))
      } catch (error) {
        context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'not a list of ranges' })
        return z.NEVER
      }
    })

const integer = (fallback: number, min: number, max: number) =>
  z.coerce.number().int().min(min).max(max).default(fallback)

/** Minutes, fractions allowed. */
const minutes = (fallback: number, min: number, max: number) => z.coerce.number().min(min).max(max).default(fallback)

/** Every setting, with its default. docs/operating.md lists the same; a test compares the two. */
export const settings = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: integer(3000, 1, 65535),
  GATEHOUSE_URL: z.url({ protocol: /^https?$/ }).optional(),
  GATEHOUSE_DATA: z.string().min(1).default('./data'),
  GATEHOUSE_MASTER_KEY_FILE: z.string().min(1).optional(),
  DATABASE_URL: z
    .string()
    .regex(/^(postgres(ql)?:\/\/|file:)/, 'must begin with postgresql:// or file:')
    .optional(),
  GATEHOUSE_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  GATEHOUSE_TRUSTED_PROXIES: ranges(''),
  GATEHOUSE_FORBIDDEN_TARGETS: ranges(defaultForbiddenRanges.join(',')),
  GATEHOUSE_QUICK_CONNECT: z.enum(['off', 'administrators', 'operators']).default('administrators'),
  GATEHOUSE_ACCEPT_HOST_KEYS: z.enum(['administrators', 'operators']).default('administrators'),
  GATEHOUSE_SECOND_FACTOR: z.enum(['off', 'optional', 'administrators', 'everyone']).default('optional'),
  GATEHOUSE_STEP_UP_MINUTES: minutes(15, 0, 10_080),
  GATEHOUSE_STEP_UP_READING: z.enum(['on', 'off']).default('on'),
  GATEHOUSE_PERSONAL_CREDENTIALS: z.enum(['on', 'off']).default('on'),
  GATEHOUSE_MAX_PERSONAL_CREDENTIALS: integer(20, 1, 1000),
  GATEHOUSE_REQUESTS: z.enum(['off', 'granted', 'any']).default('granted'),
  GATEHOUSE_REQUEST_LONGEST_HOURS: integer(8, 1, 720),
  GATEHOUSE_REQUEST_PENDING_HOURS: integer(24, 1, 720),
  GATEHOUSE_REQUEST_MAX_PENDING: integer(10, 1, 1000),
  GATEHOUSE_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  GATEHOUSE_WEBHOOK_SECRET: z.string().min(16, 'must have 16 characters or more').optional(),
  ...mailSettings,
  GATEHOUSE_RECORD_INPUT: z.enum(['off', 'on']).default('off'),
  GATEHOUSE_CONNECT_TIMEOUT_SECONDS: integer(10, 1, 120),
  GATEHOUSE_PROMPT_TIMEOUT_SECONDS: integer(120, 5, 3600),
  GATEHOUSE_KEEPALIVE_SECONDS: integer(15, 1, 3600),
  GATEHOUSE_KEEPERS: integer(Math.max(1, cpus().length), 1, 64),
  GATEHOUSE_KEEPER_MEMORY_MB: integer(512, 128, 65536),
  GATEHOUSE_KEEPER_HEARTBEAT_SECONDS: integer(5, 1, 60),
  GATEHOUSE_DETACH_GRACE_MINUTES: minutes(30, 0, 10_080),
  GATEHOUSE_SESSION_IDLE_MINUTES: minutes(0, 0, 10_080),
  GATEHOUSE_SESSION_MAX_MINUTES: minutes(0, 0, 20_160),
  GATEHOUSE_MAX_SESSIONS: integer(500, 1, 10_000),
  GATEHOUSE_MAX_SESSIONS_PER_USER: integer(32, 1, 1000),
  GATEHOUSE_MAX_SOCKETS_PER_USER: integer(256, 1, 10_000),
  GATEHOUSE_PASTE_LIMIT_BYTES: integer(4 * mebibyte, 1024, 64 * mebibyte),
  GATEHOUSE_WEB_SESSION_HOURS: integer(12, 1, 720),
  GATEHOUSE_WEB_SESSION_IDLE_MINUTES: integer(120, 5, 43_200),
  GATEHOUSE_PASSWORD_SIGN_IN: z.enum(['on', 'off']).default('on'),
  ...oidcSettings,
  GATEHOUSE_TOKEN_MAX_DAYS: integer(365, 1, 365),
  GATEHOUSE_API_REQUESTS_PER_MINUTE: integer(300, 1, 100_000),
})

/** The settings as the program uses them: paths absolute, URLs complete. */
export interface Config {
  host: string
  port: number
  /** The public origin, such as `https://gate.example.com`, without a trailing slash. */
  origin: string
  /** Origins a browser may come from: the public one, and on loopback its other spellings. */
  allowedOrigins: readonly string[]
  dataFolder: string
  masterKeyFile: string
  databaseUrl: string
  logLevel: 'debug' | 'info' | 'warn' | 'error'
  trustedProxies: ReturnType<typeof parseRanges>
  forbiddenTargets: ReturnType<typeof parseRanges>
  access: AccessPolicy
  /** Who must have a second factor, and whether anyone may. */
  secondFactor: 'off' | 'optional' | 'administrators' | 'everyone'
  /** How many credentials of their own someone may keep. */
  maxOwnCredentials: number
  /** What may be asked for: nothing, what grants say, or any host whose name one knows. */
  requests: 'off' | 'granted' | 'any'
  /** The longest that a request may ask for. */
  requestLongestMs: number
  /** So long a request waits for an answer. */
  requestPendingMs: number
  maxPendingRequests: number
  /** Who is told what happens to access requests; undefined: nobody. */
  webhook: { url: string; secret: string } | undefined
  /** The server that takes mail; undefined: none is sent. */
  smtp: SmtpConfig | undefined
  recordInput: boolean
  connectTimeoutMs: number
  promptTimeoutMs: number
  keepaliveMs: number
  keepers: number
  keeperMemoryBytes: number
  keeperHeartbeatMs: number
  detachGraceMs: number
  /** 0: no limit. */
  sessionIdleMs: number
  /** 0: no limit. */
  sessionMaxMs: number
  maxSessions: number
  maxSessionsPerUser: number
  maxSocketsPerUser: number
  pasteLimitBytes: number
  webSessionMs: number
  webSessionIdleMs: number
  /** Whether people may sign in by a password. */
  passwordSignIn: boolean
  /** The identity provider, where there is one. */
  oidc: OidcConfig | null
  /** The longest that an API token may live, in days. */
  tokenMaxDays: number
  tokenRequestsPerMinute: number
}

/** A setting that can't be used. The message is one line, names the setting, and never repeats a secret value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Reads and checks the environment. Throws {@link ConfigError} for the first bad value. An empty value counts as absent. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const present = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = settings.safeParse(present)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new ConfigError(`Setting ${issue?.path.join('.')}: ${issue?.message}`)
  }
  const s = parsed.data
  const dataFolder = resolve(s.GATEHOUSE_DATA)
  const origin = s.GATEHOUSE_URL ? new URL(s.GATEHOUSE_URL).origin : `http://${urlHost(s.HOST)}:${s.PORT}`
  return {
    host: s.HOST,
    port: s.PORT,
    origin,
    allowedOrigins: s.GATEHOUSE_URL ? [origin] : loopbackOrigins(origin, s.PORT),
    dataFolder,
    masterKeyFile: resolve(s.GATEHOUSE_MASTER_KEY_FILE ?? join(dataFolder, 'master.key')),
    databaseUrl: s.DATABASE_URL ?? `file:${join(dataFolder, 'gatehouse.db')}`,
    logLevel: s.GATEHOUSE_LOG_LEVEL,
    trustedProxies: s.GATEHOUSE_TRUSTED_PROXIES,
    forbiddenTargets: s.GATEHOUSE_FORBIDDEN_TARGETS,
    access: {
      quickConnect: s.GATEHOUSE_QUICK_CONNECT,
      acceptHostKeys: s.GATEHOUSE_ACCEPT_HOST_KEYS,
      stepUpMs: s.GATEHOUSE_STEP_UP_MINUTES * 60_000,
      stepUpReading: s.GATEHOUSE_STEP_UP_READING === 'on',
      personalCredentials: s.GATEHOUSE_PERSONAL_CREDENTIALS === 'on',
    },
    secondFactor: s.GATEHOUSE_SECOND_FACTOR,
    maxOwnCredentials: s.GATEHOUSE_MAX_PERSONAL_CREDENTIALS,
    requests: s.GATEHOUSE_REQUESTS,
    requestLongestMs: s.GATEHOUSE_REQUEST_LONGEST_HOURS * 3_600_000,
    requestPendingMs: s.GATEHOUSE_REQUEST_PENDING_HOURS * 3_600_000,
    maxPendingRequests: s.GATEHOUSE_REQUEST_MAX_PENDING,
    webhook: webhookOf(s),
    smtp: smtpOf(s),
    recordInput: s.GATEHOUSE_RECORD_INPUT === 'on',
    connectTimeoutMs: s.GATEHOUSE_CONNECT_TIMEOUT_SECONDS * 1000,
    promptTimeoutMs: s.GATEHOUSE_PROMPT_TIMEOUT_SECONDS * 1000,
    keepaliveMs: s.GATEHOUSE_KEEPALIVE_SECONDS * 1000,
    keepers: s.GATEHOUSE_KEEPERS,
    keeperMemoryBytes: s.GATEHOUSE_KEEPER_MEMORY_MB * mebibyte,
    keeperHeartbeatMs: s.GATEHOUSE_KEEPER_HEARTBEAT_SECONDS * 1000,
    detachGraceMs: s.GATEHOUSE_DETACH_GRACE_MINUTES * 60_000,
    sessionIdleMs: s.GATEHOUSE_SESSION_IDLE_MINUTES * 60_000,
    sessionMaxMs: s.GATEHOUSE_SESSION_MAX_MINUTES * 60_000,
    maxSessions: s.GATEHOUSE_MAX_SESSIONS,
    maxSessionsPerUser: s.GATEHOUSE_MAX_SESSIONS_PER_USER,
    maxSocketsPerUser: s.GATEHOUSE_MAX_SOCKETS_PER_USER,
    pasteLimitBytes: s.GATEHOUSE_PASTE_LIMIT_BYTES,
    webSessionMs: s.GATEHOUSE_WEB_SESSION_HOURS * 3_600_000,
    webSessionIdleMs: s.GATEHOUSE_WEB_SESSION_IDLE_MINUTES * 60_000,
    passwordSignIn: s.GATEHOUSE_PASSWORD_SIGN_IN === 'on',
    oidc: oidcOf(s),
    tokenMaxDays: s.GATEHOUSE_TOKEN_MAX_DAYS,
    tokenRequestsPerMinute: s.GATEHOUSE_API_REQUESTS_PER_MINUTE,
  }
}

/** The identity provider's part, which is refused as a whole when something of it is missing. */
function oidcOf(s: z.output<typeof settings>): OidcConfig | null {
  try {
    return readOidc(s)
  } catch (error) {
    if (error instanceof OidcSettingsError) throw new ConfigError(`Setting ${error.setting}: ${error.message}`)
    throw error
  }
}

/** The mail server's part, which is refused as a whole when something of it is missing. */
function smtpOf(s: z.output<typeof settings>): Config['smtp'] {
  try {
    return readSmtp(s)
  } catch (error) {
    if (error instanceof MailSettingsError) throw new ConfigError(`Setting ${error.setting}: ${error.message}`)
    throw error
  }
}

/** Unsigned notices anybody could make: an address without a secret is a mistake. */
function webhookOf(s: z.output<typeof settings>): Config['webhook'] {
  const { GATEHOUSE_WEBHOOK_URL: url, GATEHOUSE_WEBHOOK_SECRET: secret } = s
  if (!url) return undefined
  if (!secret) throw new ConfigError('Setting GATEHOUSE_WEBHOOK_SECRET: must be given with GATEHOUSE_WEBHOOK_URL')
  return { url, secret }
}

function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

function loopbackOrigins(origin: string, port: number): string[] {
  const spellings = ['localhost', '127.0.0.1', '[::1]'].map((host) => `http://${host}:${port}`)
  return [...new Set([origin, ...spellings])]
}
