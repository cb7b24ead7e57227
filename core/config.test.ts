import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig, settings } from './config'

describe('settings', () => {
  it('have a default each', () => {
    const config = readConfig({})
    expect(config).toMatchObject({ host: '127.0.0.1', port: 3000, origin: 'http://127.0.0.1:3000', recordInput: false })
    expect(config.databaseUrl).toBe(`file:${config.dataFolder}/gatehouse.db`)
    expect(config.masterKeyFile).toBe(`${config.dataFolder}/master.key`)
    expect(config.allowedOrigins).toContain('http://localhost:3000')
  })

  it('count as absent when empty', () => {
    expect(readConfig({ PORT: '', GATEHOUSE_URL: '' }).port).toBe(3000)
  })

  it('trust no proxy and no other origin unless told', () => {
    expect(readConfig({}).trustedProxies).toEqual([])
    const config = readConfig({ GATEHOUSE_URL: 'https://gate.example.com/' })
    expect(config.origin).toBe('https://gate.example.com')
    expect(config.allowedOrigins).toEqual(['https://gate.example.com'])
  })

  it.each([
    ['PORT', '0'],
    ['PORT', '70000'],
    ['PORT', 'http'],
    ['PORT', '22.5'],
    ['GATEHOUSE_URL', 'gate.example.com'],
    ['GATEHOUSE_URL', 'ftp://gate.example.com'],
    ['DATABASE_URL', 'mysql://root:hunter2@db/x'],
    ['GATEHOUSE_LOG_LEVEL', 'loud'],
    ['GATEHOUSE_TRUSTED_PROXIES', '10.0.0.0/99'],
    ['GATEHOUSE_FORBIDDEN_TARGETS', 'everything'],
    ['GATEHOUSE_QUICK_CONNECT', 'everyone'],
    ['GATEHOUSE_ACCEPT_HOST_KEYS', 'off'],
    ['GATEHOUSE_SECOND_FACTOR', 'required'],
    ['GATEHOUSE_RECORD_INPUT', 'yes'],
    ['GATEHOUSE_CONNECT_TIMEOUT_SECONDS', '0'],
    ['GATEHOUSE_PROMPT_TIMEOUT_SECONDS', '-1'],
    ['GATEHOUSE_KEEPERS', '0'],
    ['GATEHOUSE_KEEPER_MEMORY_MB', '1'],
    ['GATEHOUSE_KEEPER_HEARTBEAT_SECONDS', '3600'],
    ['GATEHOUSE_MAX_SESSIONS', '1e9'],
    ['GATEHOUSE_MAX_SESSIONS_PER_USER', '0'],
    ['GATEHOUSE_MAX_SOCKETS_PER_USER', 'many'],
    ['GATEHOUSE_PASTE_LIMIT_BYTES', '1'],
    ['GATEHOUSE_WEB_SESSION_HOURS', '0'],
    ['GATEHOUSE_WEB_SESSION_IDLE_MINUTES', '1'],
    ['GATEHOUSE_PASSWORD_SIGN_IN', 'no'],
    ['GATEHOUSE_PASSWORD_SIGN_IN', 'off'],
    ['GATEHOUSE_OIDC_ISSUER', 'id.example.com'],
    ['GATEHOUSE_OIDC_ISSUER', 'http://id.example.com'],
    ['GATEHOUSE_OIDC_SCOPES', 'profile'],
    ['GATEHOUSE_OIDC_DEFAULT_ROLE', 'administrator'],
    ['GATEHOUSE_OIDC_ROLES', 'leads, dba=Database'],
    ['GATEHOUSE_TOKEN_MAX_DAYS', '366'],
    ['GATEHOUSE_API_REQUESTS_PER_MINUTE', '0'],
  ])('refuse %s=%s with one line that names it', (name, value) => {
    const read = () => readConfig({ [name]: value })
    expect(read).toThrow(ConfigError)
    expect(read).toThrow(new RegExp(`^Setting ${name}: [^\\n]+$`))
    expect(read).not.toThrow('hunter2')
  })

  it('refuse an identity provider that is set up by halves', () => {
    const whole = {
      GATEHOUSE_URL: 'https://gate.example.com',
      GATEHOUSE_OIDC_ISSUER: 'https://id.example.com',
      GATEHOUSE_OIDC_CLIENT_ID: 'gatehouse',
      GATEHOUSE_OIDC_CLIENT_SECRET: 'hunter2',
      GATEHOUSE_OIDC_DEFAULT_ROLE: 'operator',
    }
    expect(readConfig(whole).oidc).toMatchObject({ issuer: 'https://id.example.com', createUsers: true })
    expect(readConfig({}).oidc).toBeNull()
    const halves: [missing: string, more?: Record<string, string>][] = [
      ['GATEHOUSE_URL'],
      ['GATEHOUSE_OIDC_ISSUER'],
      ['GATEHOUSE_OIDC_CLIENT_ID'],
      ['GATEHOUSE_OIDC_CLIENT_SECRET'],
      ['GATEHOUSE_OIDC_DEFAULT_ROLE'],
      ['GATEHOUSE_OIDC_GROUPS_CLAIM', { GATEHOUSE_OIDC_AUDITORS: 'audit' }],
      ['GATEHOUSE_OIDC_SECOND_FACTOR', { GATEHOUSE_SECOND_FACTOR: 'everyone' }],
    ]
    for (const [missing, more] of halves) {
      const read = () => readConfig({ ...whole, ...more, [missing]: undefined })
      expect(read, missing).toThrow(ConfigError)
      expect(read, missing).toThrow(new RegExp(`^Setting ${missing}: [^\\n]+$`))
      expect(read).not.toThrow('hunter2')
    }
  })

  it('are the ones that docs/operating.md lists, with their defaults', () => {
    const page = readFileSync(new URL('../docs/operating.md', import.meta.url), 'utf8')
    const rows = [...page.matchAll(/^\| `([A-Z_]+)` +\| (.*?) +\|/gm)].map(([, name, fallback]) => [name, fallback])
    expect(rows.map(([name]) => name).sort()).toEqual(Object.keys(settings.shape).sort())
    const defaults: Record<string, unknown> = settings.parse({})
    for (const [name = '', fallback = ''] of rows) {
      // The page gives a value in code style; words (“as many as cores”) stand for what the machine decides.
      const value = /^`(.*)`$/.exec(fallback)?.[1]
      if (value === undefined) continue
      expect(settings.parse({ [name]: value }), name).toEqual({ ...defaults, [name]: defaults[name] ?? value })
    }
  })
})
