import { Command, CommanderError } from 'commander'
import { consoleMessage } from '@/core/console-message'
import { adminCommands } from './admin'
import { auditCommands } from './audit'
import type { Io } from './context'
import { grantCommands } from './grants'
import { hostCommands } from './hosts'
import { keyCommands } from './keys'
import { mailCommands } from './mail'
import { roleCommands } from './roles'

/** Runs one command and returns its exit status: 0 done, 1 failed (one line on standard error), 2 not understood. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const program = new Command('gatehouse')
    .description('Gatehouse from the server’s console. It reads the same settings from the environment as the server.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: (text) => io.err(text.trimEnd()) })
  adminCommands(program, io)
  hostCommands(program, io)
  grantCommands(program, io)
  roleCommands(program, io)
  keyCommands(program, io)
  auditCommands(program, io)
  mailCommands(program, io)
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    io.err(consoleMessage(error))
    return 1
  }
}
