import type { Command } from 'commander'
import { rotateMasterKey } from '@/core/vault/rotate'
import { type Io, withPlatform } from './context'

/** `gatehouse keys rotate`. */
export function keyCommands(program: Command, io: Io): void {
  const keys = program.command('keys').description('the master key')
  keys
    .command('rotate')
    .description('make a new master key and rewrap every data key under it; the server may go on running')
    .action(() =>
      withPlatform(io, async ({ platform, actor }) => {
        const done = await rotateMasterKey(platform, actor)
        const credentials = done.credentials + done.ownCredentials
        io.out(
          `Master key ${done.masterKeyId} is in use; ${credentials} credentials, ${done.recordings} recordings and ${done.secondFactors} second factors rewrapped.`,
        )
        io.out(
          `Copy ${platform.config.masterKeyFile} to where you keep its copy: older copies open older backups alone.`,
        )
      }),
    )
}
