import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, release, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { packageRoot } from '@/prisma/migrate'
import type { Options } from './options'
import { type Line, markdownTable } from './report'

const [begin, end] = ['<!-- bench: begin -->', '<!-- bench: end -->']

/** The table with what it was measured on: machine, versions, runs. Markdown. */
export function report(lines: readonly Line[], options: Options, loadBefore: number): string {
  return [markdownTable(lines), '', ...circumstances(options, loadBefore).map((line) => `- ${line}`)].join('\n')
}

/** Puts the report between its marks in docs/performance.md. */
export function publish(text: string): void {
  const file = join(packageRoot(), 'docs/performance.md')
  const page = readFileSync(file, 'utf8')
  const [before, rest] = page.split(begin)
  const after = rest?.split(end)[1]
  if (before === undefined || after === undefined) throw new Error(`${file} has lost the marks around its table.`)
  writeFileSync(file, `${before}${begin}\n\n${text}\n\n${end}${after}`)
}

function circumstances(options: Options, loadBefore: number): string[] {
  const [cpu] = cpus()
  const memory = Math.round(totalmem() / 1024 ** 3)
  const packages = ['ssh2', 'socket.io', 'socket.io-client', 'next', 'better-sqlite3', '@xterm/xterm']
  return [
    `Machine: ${cpus().length} × ${cpu?.model.trim()}, ${memory} GiB, ${type()} ${release()}; load average ${loadBefore.toFixed(1)} before, ${loadavg()[0]?.toFixed(1)} after.`,
    `Node ${process.version}; ${packages.map((name) => `${name} ${versionOf(name)}`).join(', ')}; ${sshVersion()}.`,
    `Gatehouse ${commit()}; ${new Date().toISOString().slice(0, 10)}; ${options.runs} ${options.runs === 1 ? 'run' : 'runs'}${options.quick ? ', --quick: not to be quoted' : ''}.`,
  ]
}

function versionOf(name: string): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), 'node_modules', name, 'package.json'), 'utf8')) as {
    version: string
  }
  return version
}

function sshVersion(): string {
  try {
    // `ssh -V` and sshd come from one package; sshd itself only tells its version by an error.
    return execFileSync('sh', ['-c', 'ssh -V 2>&1'], { encoding: 'utf8' }).split(',')[0]?.replace('_', ' ') ?? 'OpenSSH'
  } catch {
    return 'OpenSSH'
  }
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: packageRoot(), encoding: 'utf8' }).trim()
  } catch {
    return 'from no repository'
  }
}
