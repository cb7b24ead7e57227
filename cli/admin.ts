import type { Command } from 'commander'
import { recoverAdministrator } from '@/core/identity/recover'
import { createAdministrator } from '@/core/identity/users'
import { type Io, readSecret, withPlatform } from './context'

/** `gatehouse admin create` and `admin recover`. The password comes on standard input: arguments can be seen by everyone on the machine. */
export function adminCommands(program: Command, io: Io): void {
  const admin = program.command('admin').description('administrators')
  admin
    .command('create')
    .description('add an administrator')
    .requiredOption('--name <name>', 'the name to sign in with')
    .requiredOption('--password-stdin', 'read the password from standard input')
    .option('--email <address>', 'where their mail goes')
    .action(({ name, email }: { name: string; email?: string }) =>
      withPlatform(io, async ({ platform, actor }) => {
        const { id } = await createAdministrator(platform, actor, { name, email, password: await readSecret(io) })
        io.out(id)
      }),
    )
  admin
    .command('recover')
    .description(
      'let someone in again: sets a new password, removes the second factors, enables, makes an administrator',
    )
    .requiredOption('--name <name>', 'the name they sign in with')
    .requiredOption('--password-stdin', 'read the password from standard input')
    .action(({ name }: { name: string }) =>
      withPlatform(io, async ({ platform, actor }) => {
        const { id } = await recoverAdministrator(platform, actor, { name, password: await readSecret(io) })
        io.out(id)
      }),
    )
}
