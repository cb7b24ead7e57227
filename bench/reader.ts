import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { ReaderOrder, ReaderTally } from './helpers/reader'
import type { System, World } from './world'

/** A reader of an endless flood in a process of its own (helpers/reader.ts). */
export class Reader {
  private constructor(private readonly child: ChildProcess) {}

  /** Opens a shell by this system and starts the command. Resolves when it runs. */
  static async start(world: World, system: System, command: string): Promise<Reader> {
    const child = world.helper('reader')
    const order: ReaderOrder = { reach: system.reach, command }
    child.send(order)
    await answer(child)
    return new Reader(child)
  }

  /** It reads nothing any more, and doesn't know it. */
  freeze(): void {
    this.child.kill('SIGSTOP')
  }

  thaw(): void {
    this.child.kill('SIGCONT')
  }

  /** Ctrl-C, then reads to the prompt, and hangs up. Resolves to what was read. */
  async stop(): Promise<ReaderTally> {
    this.child.send('stop')
    const tally = (await answer(this.child)) as ReaderTally
    this.child.disconnect()
    await once(this.child, 'exit')
    return tally
  }
}

async function answer(child: ChildProcess): Promise<unknown> {
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('the reader ended')))
  const [message] = await Promise.race([once(child, 'message'), ended])
  return message
}

/** The rate of a flood that all systems can carry, and about what a browser draws, in bytes a second. */
export const floodRate = 4 * 1024 * 1024

/**
 * A command that prints numbered lines at this rate and never more: what it could not print for want of room is not made
 * up for. Perl, because every Unix host has it.
 */
export function floodCommand(bytesPerSecond: number): string {
  const program = [
    'use Time::HiRes qw(time sleep)',
    '$| = 1',
    'my ($n, $sent, $start) = (0, 0, time)',
    `while (1) { my $due = (time - $start) * ${bytesPerSecond}`,
    `if ($due - $sent > ${bytesPerSecond} / 20) { $start = time - $sent / ${bytesPerSecond}`,
    '$due = $sent } while ($sent < $due) { my $b = join("", map { ++$n . "\\n" } 1 .. 400)',
    'print $b',
    '$sent += length $b } sleep 0.002 }',
  ]
  return `perl -e '${program.join('; ')}'`
}
