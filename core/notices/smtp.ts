import { createTransport } from 'nodemailer'
import type { MailWords } from './mail'
import type { SmtpConfig } from './mail-settings'

export interface Message extends MailWords {
  to: { name: string; address: string }
  /** The same for the same notice to the same address, so that one that came twice can be told. */
  messageId: string
  /** What it belongs to, so that mail programs put the mails of one request together. */
  thread: string | null
}

/**
 * What became of a mail. `refused`: this one will never be taken. `later`: this one not now. `away`: none is taken now, the
 * server can't be reached or wants something else of us. `reason` is one line, and holds no password.
 */
export type SendOutcome = { kind: 'sent' } | { kind: 'refused' | 'later' | 'away'; reason: string }

export interface Mailer {
  /** Hands a mail to the server. Never rejects. */
  send(message: Message, signal?: AbortSignal): Promise<SendOutcome>
}

/** The mail server of the settings. `ca`: certificates to trust beside those that Node does. */
export function smtpMailer(smtp: SmtpConfig, { ca }: { ca?: string } = {}): Mailer {
  const { host, port, security, login, timeoutMs, from } = smtp
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(login ? { auth: { user: login.user, pass: login.password } } : {}),
    ...(ca ? { tls: { ca } } : {}),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    // What a mail says is words; none of them is ever read as a file or fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ to, subject, text, html, messageId, thread }, signal) {
      try {
        await transport.sendMail({
          from,
          to,
          envelope: { from: from.address, to: [to.address] },
          subject: oneLine(subject),
          text,
          html,
          messageId,
          ...(thread ? { inReplyTo: thread, references: thread } : {}),
          // RFC 3834 section 5: vacation messages and the like leave it alone.
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
          ...(signal ? { signal } : {}),
        })
        return { kind: 'sent' }
      } catch (error) {
        return outcomeOf(error)
      }
    },
  }
}

/** Pure: what a failed attempt means, by nodemailer's code and the server's own (RFC 5321 section 4.2.1). */
export function outcomeOf(error: unknown): Exclude<SendOutcome, { kind: 'sent' }> {
  const known = Object(error)
  const [code, status, command] = [
    Reflect.get(known, 'code'),
    Reflect.get(known, 'responseCode'),
    Reflect.get(known, 'command'),
  ]
  const said = Reflect.get(known, 'response') ?? (error instanceof Error ? error.message : String(error))
  const reason = oneLine(String(said)).slice(0, 200)
  const aboutThisOne = (code === 'EENVELOPE' && command !== 'MAIL FROM') || code === 'EMESSAGE'
  // 421: the server closes, whatever the mail was.
  if (!aboutThisOne || status === 421) {
    const step = typeof command === 'string' ? ` at ${command}` : ''
    return { kind: 'away', reason: `${String(code ?? 'error')}${step}: ${reason}` }
  }
  return { kind: typeof status !== 'number' || status >= 500 ? 'refused' : 'later', reason }
}

/** Pure: what would end a header's line becomes a space. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}
