import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { type RunningSshd, startSshd } from '@/gateway/testing/sshd'
import { House } from './house'
import { Probe } from './probe-client'
import { openShell } from './reach'
import type { Hear, Reach, Shell, SshTarget } from './shell'

/** One way to the host, measured beside the others. */
export interface System {
  name: 'bare ssh2' | 'bridge' | 'Gatehouse'
  reach: Reach
  /** The servers' processes between the client and the host's sshd; the bare client has none. */
  probe: Probe | undefined
  open(hear?: Hear): Promise<Shell>
}

export interface Systems {
  bare: System
  bridge: System
  gatehouse: System
}

/** What a row measures on. Everything in it ends with {@link World.stop}, also when a row fails. */
export class World {
  private readonly ends: (() => Promise<void> | void)[] = []
  private stopping: Promise<void> | undefined
  private shared: Promise<Systems> | undefined

  private constructor(private readonly sshd: RunningSshd) {
    this.ends.push(() => sshd.stop())
  }

  /** Starts the one OpenSSH server that all reach. */
  static async start(): Promise<World> {
    return new World(
      await startSshd({
        // Crowds connect at once, and nothing of a login that isn't the shell itself.
        config: ['MaxStartups 2000', 'MaxSessions 2000', 'LogLevel ERROR', 'UseDNS no'],
      }),
    )
  }

  get target(): SshTarget {
    const { host, port, login, privateKey } = this.sshd
    return { host, port, login, privateKey }
  }

  /** The three systems that rows share. */
  systems(): Promise<Systems> {
    this.shared ??= this.fresh()
    return this.shared
  }

  /** Three systems of a row's own: memory and a database that others haven't used. */
  async fresh(prepare?: (database: string) => void): Promise<Systems> {
    const [bridge, house] = await Promise.all([this.startBridge(), this.startHouse(prepare)])
    return {
      bare: this.system('bare ssh2', { kind: 'bare', target: this.target }, undefined),
      bridge: this.system('bridge', bridge.reach, bridge.probe),
      gatehouse: this.system('Gatehouse', house.reach, house.probe),
    }
  }

  /** The bridge with one more process between it and its clients. */
  async relayed(bridge: System): Promise<System> {
    if (bridge.reach.kind !== 'bridge') throw new Error('not the bridge')
    const child = this.helper('relay')
    child.send({ port: Number(new URL(bridge.reach.url).port) })
    const [{ port }] = (await once(child, 'message')) as [{ port: number }]
    return this.system('bridge', { kind: 'bridge', url: `http://127.0.0.1:${port}` }, undefined)
  }

  async startHouse(prepare?: (database: string) => void): Promise<House> {
    const house = await House.start(this.target, prepare)
    this.ends.push(() => house.stop())
    return house
  }

  startProbe(): Probe {
    const probe = new Probe()
    this.ends.push(() => probe.dispose())
    return probe
  }

  /** A shell in a Gatehouse of the row's own. */
  openAt(house: House): Promise<Shell> {
    return openShell(house.reach)
  }

  /** Starts one of the bench's own programs with a channel to speak through; it ends with the bench, or when that channel closes. */
  helper(
    name: 'bridge' | 'reader' | 'holder' | 'hostile' | 'relay' | 'visitor',
    environment: Record<string, string> = {},
  ): ChildProcess {
    const { PATH, HOME } = process.env
    const child = fork(join(import.meta.dirname, `${name}.mjs`), [], {
      env: { PATH, HOME, NODE_ENV: 'production', ...environment },
      serialization: 'advanced',
      // Not this process's: what is measured runs as it comes.
      execArgv: [],
    })
    this.ends.push(() => endChild(child))
    return child
  }

  /** Ends everything, the last first. Once. */
  stop(): Promise<void> {
    this.stopping ??= (async () => {
      for (const end of this.ends.reverse()) {
        try {
          await end()
        } catch (error) {
          console.error('bench: something did not end:', error)
        }
      }
    })()
    return this.stopping
  }

  private async startBridge(): Promise<{ reach: Reach; probe: Probe }> {
    const probe = this.startProbe()
    const child = this.helper('bridge', { ...probe.environment(), BRIDGE_TARGET: JSON.stringify(this.target) })
    const [{ port }] = (await once(child, 'message')) as [{ port: number }]
    return { reach: { kind: 'bridge', url: `http://127.0.0.1:${port}` }, probe }
  }

  private system(name: System['name'], reach: Reach, probe: Probe | undefined): System {
    return { name, reach, probe, open: (hear) => openShell(reach, hear) }
  }
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  // It may have been stopped in its tracks (SIGSTOP): only this ends it then.
  child.kill('SIGKILL')
  await ended
}

/** Does `work`; with a folder, takes processor profiles of the system's processes meanwhile, named after the row. */
export function profiled<T>(
  folder: string | undefined,
  row: string,
  system: System,
  work: () => Promise<T>,
): Promise<T> {
  if (!folder || !system.probe) return work()
  return system.probe.profile(`${row}-${system.name}`, folder, work)
}
