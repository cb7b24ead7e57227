import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { localhost } from './certificate'

export interface Received {
  to: string[]
  /** Whether it came over TLS. */
  secure: boolean
  /** Who signed in, if anyone. */
  user: string | undefined
  mail: ParsedMail
}

/** What a server says to a recipient or a mail: a status and a line, or undefined for yes. */
export type Answer = { code: number; text: string } | undefined

export interface SmtpOptions {
  /** `off`: the server doesn't know STARTTLS. */
  starttls?: 'on' | 'off'
  /** TLS from the first byte. */
  tls?: boolean
  login?: { user: string; password: string }
  recipient?: (address: string) => Answer
  port?: number
}

/** A real SMTP server on loopback that keeps what it is given. `localhost` (certificate.ts) is its certificate. */
export async function startSmtp({ starttls = 'on', tls = false, login, recipient, port = 0 }: SmtpOptions = {}) {
  const received: Received[] = []
  const waiting: { matches: (one: Received) => boolean; resolve: (one: Received) => void }[] = []
  const server = new SMTPServer({
    ...localhost,
    secure: tls,
    authOptional: !login,
    allowInsecureAuth: false,
    disabledCommands: [...(starttls === 'off' ? ['STARTTLS'] : []), ...(login ? [] : ['AUTH'])],
    onAuth({ username, password }, _, done) {
      if (username === login?.user && password === login?.password) done(null, { user: username })
      else done(new Error('Invalid username or password'))
    },
    onRcptTo({ address }, _, done) {
      const answer = recipient?.(address)
      done(answer && Object.assign(new Error(answer.text), { responseCode: answer.code }))
    },
    onData(stream, { envelope, secure, user }, done) {
      simpleParser(stream).then((mail) => {
        const one = {
          to: envelope.rcptTo.map(({ address }) => address),
          secure,
          user: user ? String(user) : undefined,
          mail,
        }
        received.push(one)
        done()
        for (const { matches, resolve } of waiting) if (matches(one)) resolve(one)
      }, done)
    },
  })
  // A client that gives up in the middle is what some tests are about.
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    port: (server.server.address() as AddressInfo).port, // It listens on TCP.
    received,
    /** The first mail, past or to come, that is like this. */
    mail(matches: (one: Received) => boolean): Promise<Received> {
      const present = received.find(matches)
      return present ? Promise.resolve(present) : new Promise((resolve) => waiting.push({ matches, resolve }))
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

export type RunningSmtp = Awaited<ReturnType<typeof startSmtp>>
