import { afterEach, expect, it } from 'vitest'
import { readConfig } from '../config'
import { localhost } from '../testing/certificate'
import { type RunningSmtp, type SmtpOptions, startSmtp } from '../testing/smtp'
import { type Message, outcomeOf, smtpMailer } from './smtp'

const login = { user: 'gate', password: 'hunter 2' }
const trusted = { ca: localhost.cert }

let server: RunningSmtp | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

async function running(options: SmtpOptions = {}): Promise<RunningSmtp> {
  server = await startSmtp(options)
  return server
}

function smtp(port: number, { scheme = 'smtp', starttls = 'required', as = '' } = {}) {
  const config = readConfig({
    GATEHOUSE_URL: 'https://gate.example.com',
    GATEHOUSE_SMTP_URL: `${scheme}://${as}localhost:${port}`,
    GATEHOUSE_SMTP_FROM: 'The Gate <gate@example.com>',
    GATEHOUSE_SMTP_STARTTLS: starttls,
    GATEHOUSE_SMTP_TIMEOUT_SECONDS: '5',
  })
  if (!config.smtp) throw new Error('there is no mail server')
  return config.smtp
}

const message: Message = {
  to: { name: 'Olga "the\r\nBcc: eve@example.com', address: 'olga@example.com' },
  subject: 'Approved: 奥尔加\r\nBcc: eve@example.com',
  text: 'Hello\n',
  html: '<p>Hello</p>',
  messageId: '<one@gate.example.com>',
  thread: '<request-1@gate.example.com>',
}

it('hands a mail over by STARTTLS, signed in, with the headers that it is to have', async () => {
  const { port, received } = await running({ login })
  const mailer = smtpMailer(smtp(port, { as: 'gate:hunter%202@' }), trusted)
  expect(await mailer.send(message)).toEqual({ kind: 'sent' })
  const [one] = received
  expect(one).toMatchObject({ to: ['olga@example.com'], secure: true, user: 'gate' })
  expect(one?.mail).toMatchObject({
    subject: 'Approved: 奥尔加 Bcc: eve@example.com',
    messageId: '<one@gate.example.com>',
    inReplyTo: '<request-1@gate.example.com>',
    references: '<request-1@gate.example.com>',
    text: 'Hello\n',
    html: '<p>Hello</p>',
  })
  expect(one?.mail.headers.get('auto-submitted')).toBe('auto-generated')
  expect(one?.mail.headers.has('bcc')).toBe(false)
  expect(one?.mail.from?.text).toBe('"The Gate" <gate@example.com>')
})

it('speaks TLS from the first byte where the address says so', async () => {
  const { port, received } = await running({ tls: true })
  expect(await smtpMailer(smtp(port, { scheme: 'smtps' }), trusted).send(message)).toEqual({ kind: 'sent' })
  expect(received[0]?.secure).toBe(true)
})

it('sends nothing in the clear unless it was told to', async () => {
  const { port, received } = await running({ starttls: 'off' })
  expect(await smtpMailer(smtp(port), trusted).send(message)).toMatchObject({ kind: 'away' })
  expect(received).toHaveLength(0)
  expect(await smtpMailer(smtp(port, { starttls: 'off' })).send(message)).toEqual({ kind: 'sent' })
  expect(received[0]?.secure).toBe(false)
})

it('sends nothing to a server whose certificate nobody vouches for', async () => {
  const { port, received } = await running()
  expect(await smtpMailer(smtp(port)).send(message)).toMatchObject({
    kind: 'away',
    reason: expect.stringMatching(/certificate/),
  })
  expect(received).toHaveLength(0)
})

it('says what the server said, and never the password', async () => {
  const { port } = await running({ login })
  const outcome = await smtpMailer(smtp(port, { as: 'gate:hunter%203@' }), trusted).send(message)
  expect(outcome).toMatchObject({ kind: 'away', reason: expect.stringMatching(/EAUTH.*Invalid username or password/) })
  expect(JSON.stringify(outcome)).not.toContain('hunter')
})

it('tells a mail that is refused for good from one that is put off', async () => {
  const answers: Record<string, { code: number; text: string }> = {
    'gone@example.com': { code: 550, text: 'no such user' },
    'grey@example.com': { code: 451, text: 'come again' },
    'closing@example.com': { code: 421, text: 'closing' },
  }
  const { port } = await running({ recipient: (address) => answers[address] })
  const mailer = smtpMailer(smtp(port), trusted)
  const to = (address: string) => mailer.send({ ...message, to: { name: 'x', address } })
  expect(await to('gone@example.com')).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/no such user/) })
  expect(await to('grey@example.com')).toMatchObject({ kind: 'later', reason: expect.stringMatching(/come again/) })
  expect(await to('closing@example.com')).toMatchObject({ kind: 'away' })
})

it('tells a server that is not there', async () => {
  const { port } = await running()
  await server?.close()
  server = undefined
  expect(await smtpMailer(smtp(port), trusted).send(message)).toMatchObject({
    kind: 'away',
    reason: expect.stringMatching(/ECONNREFUSED/),
  })
})

it('takes a refusal of the sender for a mistake of the settings, not of the mail', () => {
  const refusal = Object.assign(new Error('no'), { code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 550 })
  expect(outcomeOf(refusal)).toMatchObject({ kind: 'away' })
  expect(outcomeOf('a\r\nb')).toEqual({ kind: 'away', reason: 'error: a b' })
})
