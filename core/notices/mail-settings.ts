import { z } from 'zod'
import { parseMailbox } from '../identity/mail-address'

/** The languages in which mail is written: those of the pages (i18n/locales.ts). */
export const mailLanguages = ['en', 'zh-CN'] as const
export type MailLanguage = (typeof mailLanguages)[number]

/** The settings of sending mail: a part of core/config.ts. */
export const mailSettings = {
  GATEHOUSE_SMTP_URL: z
    .string()
    .refine((value) => readServer(value) !== null, 'must be smtp://user:password@host:port or smtps://…, and no more')
    .optional(),
  GATEHOUSE_SMTP_FROM: z
    .string()
    .refine((value) => parseMailbox(value) !== null, 'must be an address, or a name and an address in <>')
    .optional(),
  GATEHOUSE_SMTP_STARTTLS: z.enum(['required', 'off']).default('required'),
  GATEHOUSE_SMTP_TIMEOUT_SECONDS: z.coerce.number().int().min(1).max(120).default(20),
  GATEHOUSE_MAIL_LANGUAGE: z.enum(mailLanguages).default('en'),
}

/** The mail server, as the program uses it. */
export interface SmtpConfig {
  host: string
  port: number
  /** `tls` from the first byte; `starttls`: never without; `none`: in the clear, as the setting says. */
  security: 'tls' | 'starttls' | 'none'
  login: { user: string; password: string } | null
  from: { name: string; address: string }
  timeoutMs: number
  /** Of mail to whoever has chosen no language. */
  language: MailLanguage
}

/** A setting that is missing or makes no sense beside the others. The message is one line without a value. */
export class MailSettingsError extends Error {
  override readonly name = 'MailSettingsError'

  constructor(
    readonly setting: keyof typeof mailSettings | 'GATEHOUSE_URL',
    message: string,
  ) {
    super(message)
  }
}

const allSettings = z.object(mailSettings)
type Settings = z.output<typeof allSettings> & { GATEHOUSE_URL?: string | undefined }

/** Undefined where no mail is sent. Throws {@link MailSettingsError} for a server that is set up by halves. */
export function readSmtp(s: Settings): SmtpConfig | undefined {
  const server = s.GATEHOUSE_SMTP_URL ? readServer(s.GATEHOUSE_SMTP_URL) : null
  const from = s.GATEHOUSE_SMTP_FROM ? parseMailbox(s.GATEHOUSE_SMTP_FROM) : null
  if (!server) {
    if (from) throw new MailSettingsError('GATEHOUSE_SMTP_URL', 'is needed beside GATEHOUSE_SMTP_FROM')
    return undefined
  }
  if (!from) throw new MailSettingsError('GATEHOUSE_SMTP_FROM', 'is needed beside GATEHOUSE_SMTP_URL')
  if (!s.GATEHOUSE_URL) {
    throw new MailSettingsError('GATEHOUSE_URL', 'is needed beside GATEHOUSE_SMTP_URL: the links in mail begin with it')
  }
  const clear = s.GATEHOUSE_SMTP_STARTTLS === 'off'
  if (clear && server.tls) {
    throw new MailSettingsError(
      'GATEHOUSE_SMTP_STARTTLS',
      'makes no sense with smtps://, which is encrypted throughout',
    )
  }
  if (clear && server.login && !isLoopback(server.host)) {
    throw new MailSettingsError(
      'GATEHOUSE_SMTP_STARTTLS',
      'is off, and the password of GATEHOUSE_SMTP_URL would cross the network in the clear',
    )
  }
  const { host, port, login } = server
  const security = server.tls ? 'tls' : clear ? 'none' : 'starttls'
  const timeoutMs = s.GATEHOUSE_SMTP_TIMEOUT_SECONDS * 1000
  return { host, port, security, login, from, timeoutMs, language: s.GATEHOUSE_MAIL_LANGUAGE }
}

interface Server extends Pick<SmtpConfig, 'host' | 'port' | 'login'> {
  tls: boolean
}

function readServer(text: string): Server | null {
  if (!URL.canParse(text)) return null
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(text)
  const tls = protocol === 'smtps:'
  if (!tls && protocol !== 'smtp:') return null
  // What a library might read from the rest is nobody's to guess.
  if (!hostname || search || hash || !['', '/'].includes(pathname) || Boolean(username) !== Boolean(password)) {
    return null
  }
  const login = username ? { user: decoded(username), password: decoded(password) } : null
  if (login?.user === null || login?.password === null) return null
  return {
    tls,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port ? Number(port) : tls ? 465 : 587,
    // Neither is null: looked at above.
    login: login as SmtpConfig['login'],
  }
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
}
