import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from './ports'
import { childrenOf } from './processes'

const root = join(import.meta.dirname, '../..')

export interface NodeOptions {
  /** Settings, as the environment would give them. */
  settings?: Record<string, string>
  /** An existing data folder; otherwise a new one, removed by `dispose`. */
  dataFolder?: string
  port?: number
}

/** A real Gatehouse in processes of its own, as `npm start` runs it. */
export class GatehouseNode {
  readonly url: string
  /** Everything it has printed, both streams, over all its starts. */
  log = ''
  private child: ChildProcess | undefined

  private constructor(
    readonly dataFolder: string,
    readonly port: number,
    private readonly settings: Record<string, string>,
  ) {
    this.url = `http://127.0.0.1:${port}`
  }

  /** Starts a node and waits until it says that it is ready. Throws with its log if it does not within two minutes. */
  static async start(options: NodeOptions = {}): Promise<GatehouseNode> {
    const node = await GatehouseNode.prepare(options)
    await node.start()
    return node
  }

  /** A node that does not run yet. */
  static async prepare(options: NodeOptions = {}): Promise<GatehouseNode> {
    const folder = options.dataFolder ?? join(mkdtempSync(join(tmpdir(), 'gatehouse-e2e-')), 'data')
    return new GatehouseNode(folder, options.port ?? (await freePort()), options.settings ?? {})
  }

  get pid(): number {
    if (!this.child?.pid) throw new Error('the node is not running')
    return this.child.pid
  }

  async start(): Promise<void> {
    this.launch()
    const deadline = Date.now() + 120_000
    while (Date.now() < deadline) {
      if (this.child?.exitCode !== null) throw new Error(`the node ended at its start:\n${this.log}`)
      const answer = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(5000) }).catch(() => undefined)
      if (answer?.ok) return
      await pause(100)
    }
    throw new Error(`the node was not ready within two minutes:\n${this.log}`)
  }

  /** Starts it and waits for it to end by itself; resolves to the exit code. */
  async startAndFail(): Promise<number> {
    const child = this.launch()
    const [code] = await once(child, 'exit')
    return Number(code)
  }

  /** Ends it as Ctrl-C does; resolves to the exit code. */
  async stop(signal: NodeJS.Signals = 'SIGINT'): Promise<number> {
    const child = this.child
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? 0
    child.kill(signal)
    const [code] = await once(child, 'exit')
    return Number(code)
  }

  /** `kill -9` of the portal; resolves when it is gone. */
  async killPortal(): Promise<void> {
    await this.stop('SIGKILL')
  }

  /** The keepers' process ids. */
  keepers(): number[] {
    return childrenOf(this.pid, 'keeper')
  }

  /** The process id of the process that renders the pages; empty while it is away. */
  pages(): number[] {
    return childrenOf(this.pid, 'dist/pages')
  }

  /** The link with which the first administrator sets name and password. */
  setupLink(): string {
    const link = /http:\/\/\S+\/setup\/[^\s"'\\]+/.exec(this.log)?.[0]
    if (!link) throw new Error(`no set-up link was printed:\n${this.log}`)
    return link
  }

  /** Runs `gatehouse …` against this node's data; resolves to what it printed. Throws when it fails. */
  command(args: string[], stdin = ''): Promise<string> {
    return new Promise((resolve, reject) => {
      const child = execFile(
        process.execPath,
        ['cli/bin.mjs', ...args],
        { cwd: root, env: this.environment() },
        (error, stdout, stderr) => (error ? reject(new Error(`${error.message}\n${stderr}`)) : resolve(stdout)),
      )
      child.stdin?.end(stdin)
    })
  }

  /** Stops it and removes its data. */
  async dispose(): Promise<void> {
    await this.stop()
    rmSync(join(this.dataFolder, '..'), { recursive: true, force: true })
  }

  private launch(): ChildProcess {
    const child = spawn(process.execPath, ['dist/server.mjs'], {
      cwd: root,
      env: this.environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.log += text
      })
    }
    this.child = child
    return child
  }

  /** What it is started with: settings, as its processes get them. */
  environment(): NodeJS.ProcessEnv {
    const { PATH, HOME, LANG, TZ } = process.env
    return {
      ...{ PATH, HOME, LANG, TZ },
      NODE_ENV: 'production',
      PORT: String(this.port),
      GATEHOUSE_DATA: this.dataFolder,
      GATEHOUSE_KEEPERS: '2',
      // A busy machine takes longer than the default for what a person does in a minute.
      GATEHOUSE_STEP_UP_MINUTES: '1440',
      ...this.settings,
    }
  }
}
