import { expect, it } from 'vitest'
import { ConfigError, readConfig } from '../config'

const whole = {
  GATEHOUSE_URL: 'https://gate.example.com',
  GATEHOUSE_SMTP_URL: 'smtp://gate:hunter%202@mail.example.com',
  GATEHOUSE_SMTP_FROM: 'The Gate <gate@example.com>',
}

it('say how mail is sent, and nothing is sent without them', () => {
  expect(readConfig({}).smtp).toBeUndefined()
  expect(readConfig(whole).smtp).toEqual({
    host: 'mail.example.com',
    port: 587,
    security: 'starttls',
    login: { user: 'gate', password: 'hunter 2' },
    from: { name: 'The Gate', address: 'gate@example.com' },
    timeoutMs: 20_000,
    language: 'en',
  })
  const tls = readConfig({
    ...whole,
    GATEHOUSE_SMTP_URL: 'smtps://[2001:db8::1]',
    GATEHOUSE_MAIL_LANGUAGE: 'zh-CN',
  }).smtp
  expect(tls).toMatchObject({ host: '2001:db8::1', port: 465, security: 'tls', login: null, language: 'zh-CN' })
  for (const url of ['smtp://gate:hunter2@127.0.0.1:2525', 'smtp://relay.example.com:25']) {
    const smtp = readConfig({ ...whole, GATEHOUSE_SMTP_URL: url, GATEHOUSE_SMTP_STARTTLS: 'off' }).smtp
    expect(smtp).toMatchObject({ security: 'none' })
  }
})

it.each([
  ['GATEHOUSE_URL', { GATEHOUSE_URL: '' }],
  ['GATEHOUSE_SMTP_FROM', { GATEHOUSE_SMTP_FROM: '' }],
  ['GATEHOUSE_SMTP_FROM', { GATEHOUSE_SMTP_FROM: 'gate' }],
  ['GATEHOUSE_SMTP_URL', { GATEHOUSE_SMTP_URL: '' }],
  ['GATEHOUSE_SMTP_URL', { GATEHOUSE_SMTP_URL: 'mail.example.com:hunter2' }],
  ['GATEHOUSE_SMTP_URL', { GATEHOUSE_SMTP_URL: 'http://gate:hunter2@mail.example.com' }],
  ['GATEHOUSE_SMTP_URL', { GATEHOUSE_SMTP_URL: 'smtp://gate@mail.example.com' }],
  ['GATEHOUSE_SMTP_URL', { GATEHOUSE_SMTP_URL: 'smtp://gate:hunter2@mail.example.com/?ignoreTLS=true' }],
  ['GATEHOUSE_SMTP_URL', { GATEHOUSE_SMTP_URL: 'smtp://gate:hunter2%zz@mail.example.com' }],
  ['GATEHOUSE_SMTP_STARTTLS', { GATEHOUSE_SMTP_STARTTLS: 'off', GATEHOUSE_SMTP_URL: 'smtp://gate:hunter2@10.0.0.1' }],
  ['GATEHOUSE_SMTP_STARTTLS', { GATEHOUSE_SMTP_STARTTLS: 'off', GATEHOUSE_SMTP_URL: 'smtps://mail.example.com' }],
  ['GATEHOUSE_SMTP_TIMEOUT_SECONDS', { GATEHOUSE_SMTP_TIMEOUT_SECONDS: '0' }],
  ['GATEHOUSE_MAIL_LANGUAGE', { GATEHOUSE_MAIL_LANGUAGE: 'fr' }],
])('end the start with a line that names %s', (name, change) => {
  const read = () => readConfig({ ...whole, ...change })
  expect(read).toThrow(ConfigError)
  expect(read).toThrow(new RegExp(`^Setting ${name}: [^\\n]+$`))
  expect(read).not.toThrow('hunter')
})
