import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isAlive } from './processes'

/** A server's memory after a forced collection, summed over its processes, in bytes. */
export interface Memory {
  /** Resident. */
  rss: number
  /** What lives: JavaScript's heap, and what hangs on it outside (buffers). */
  live: number
}

/** The bench's hold on the processes of one server (helpers/probe.ts): who they are, what they keep, where their time goes. */
export class Probe {
  readonly folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-probe-'))

  /** The environment with which the server's first process is started. */
  environment(): Record<string, string> {
    return { BENCH_PROBE: this.folder, NODE_OPTIONS: `--import=${join(import.meta.dirname, 'probe.mjs')}` }
  }

  /** The processes of the server that run now, whoever started them. */
  processes(): number[] {
    return readdirSync(this.folder)
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter(isAlive)
  }

  /** Forces a collection in each process, one after the other. */
  async memory(): Promise<Memory> {
    const sum: Memory = { rss: 0, live: 0 }
    for (const pid of this.processes()) {
      const { rss, heapUsed, external } = await this.ask(pid)
      sum.rss += rss
      sum.live += heapUsed + external
    }
    return sum
  }

  /** Takes a processor profile of each process while `work` runs, and moves them to this folder. */
  async profile<T>(name: string, folder: string, work: () => Promise<T>): Promise<T> {
    const pids = this.processes()
    for (const pid of pids) {
      writeFileSync(join(this.folder, `${pid}.profile`), '')
      await this.ask(pid)
    }
    try {
      return await work()
    } finally {
      mkdirSync(folder, { recursive: true })
      for (const pid of pids.filter(isAlive)) {
        rmSync(join(this.folder, `${pid}.profile`))
        await this.ask(pid)
        const written = join(this.folder, `${pid}.cpuprofile`)
        while (!existsSync(written)) await pause(20)
        renameSync(written, join(folder, `${name}-${pid}.cpuprofile`))
      }
    }
  }

  /** Kills what still runs, and removes the folder. */
  dispose(): void {
    for (const pid of this.processes()) process.kill(pid, 'SIGKILL')
    rmSync(this.folder, { recursive: true, force: true })
  }

  private async ask(pid: number): Promise<{ rss: number; heapUsed: number; external: number }> {
    const file = join(this.folder, `${pid}.memory`)
    rmSync(file, { force: true })
    process.kill(pid, 'SIGURG')
    const deadline = Date.now() + 20_000
    while (!existsSync(file)) {
      if (Date.now() > deadline) throw new Error(`process ${pid} did not answer the probe`)
      await pause(10)
    }
    return JSON.parse(readFileSync(file, 'utf8')) as { rss: number; heapUsed: number; external: number }
  }
}
