import type { Command } from 'commander'
import { type ChainVerdict, verifyAudit } from '@/core/audit/verify'
import { type Io, withPlatform } from './context'

/** `gatehouse audit verify`. */
export function auditCommands(program: Command, io: Io): void {
  const audit = program.command('audit').description('the audit log')
  audit
    .command('verify')
    .description('follow the audit log’s chain from its beginning; answers 1 when it was tampered with')
    .action(() =>
      withPlatform(io, async ({ platform }) => {
        const verdict = await verifyAudit(platform.db)
        if (!verdict.intact) throw new Error(problemOf(verdict))
        io.out(`The audit log is intact. Events: ${verdict.events}; hash of the last: ${verdict.head}.`)
      }),
    )
}

function problemOf({ seq, problem }: Extract<ChainVerdict, { intact: false }>): string {
  switch (problem) {
    case 'changed':
      return `Event ${seq} of the audit log was changed.`
    case 'missing':
      return `Event ${seq} of the audit log is missing.`
    case 'reordered':
      return `Event ${seq} of the audit log doesn't follow on the one before it: it was inserted or moved.`
    case 'head-mismatch':
      return `The end of the audit log was cut off or added to, from event ${seq} on.`
  }
}
