import { once } from 'node:events'
import ssh2, { type ClientChannel } from 'ssh2'
import type { RunningSshd } from '@/gateway/testing/sshd'

/** A host reached without Gatehouse, by an SSH client alone: what it sends is what a screen must show. */
export class BareHost {
  private readonly client = new ssh2.Client()

  static async connect({ host, port, login, privateKey }: RunningSshd): Promise<BareHost> {
    const bare = new BareHost()
    bare.client.connect({ host, port, username: login, privateKey })
    await once(bare.client, 'ready')
    return bare
  }

  /** All bytes that a command writes to a terminal of this size, up to `end`; the command is then left alone. */
  async output(command: string, { cols, rows }: { cols: number; rows: number }, end: string): Promise<Buffer> {
    const channel = await new Promise<ClientChannel>((resolve, reject) =>
      this.client.exec(command, { pty: { term: 'xterm-256color', cols, rows } }, (error, opened) =>
        error ? reject(error) : resolve(opened),
      ),
    )
    let all = Buffer.alloc(0)
    for await (const chunk of channel) {
      all = Buffer.concat([all, chunk])
      if (all.includes(end)) return all
    }
    throw new Error(`the command ended before it wrote ${JSON.stringify(end)}: ${all}`)
  }

  close(): void {
    this.client.end()
  }
}
