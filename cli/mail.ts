import { randomUUID } from 'node:crypto'
import type { Command } from 'commander'
import { readConfig } from '@/core/config'
import { normalMailAddress } from '@/core/identity/mail-address'
import { smtpMailer } from '@/core/notices/smtp'
import type { Io } from './context'

/** `gatehouse mail test`: whether the mail server takes a mail, with what the settings say. Opens no database. */
export function mailCommands(program: Command, io: Io): void {
  const mail = program.command('mail').description('e-mail')
  mail
    .command('test')
    .description('send a test mail, to see whether the settings are right')
    .requiredOption('--to <address>', 'where it goes')
    .action(async ({ to }: { to: string }) => {
      const { smtp, origin } = readConfig(io.environment)
      if (!smtp) throw new Error('No mail server is set up: GATEHOUSE_SMTP_URL is not set.')
      const address = normalMailAddress(to)
      if (!address) throw new Error('The value of --to is no e-mail address.')
      const { host, hostname } = new URL(origin)
      const text = `Gatehouse at ${host} can send mail through ${smtp.host}.`
      const outcome = await smtpMailer(smtp).send({
        to: { name: '', address },
        subject: 'Test mail from Gatehouse',
        text: `${text}\n`,
        html: `<!doctype html><html lang="en"><body><p>${text}</p></body></html>`,
        messageId: `<test-${randomUUID()}@${hostname}>`,
        thread: null,
      })
      if (outcome.kind !== 'sent')
        throw new Error(`The mail server did not take it (${outcome.kind}): ${outcome.reason}`)
      io.out(`${smtp.host} took the mail to ${address}.`)
    })
}
