import { Client, type ClientChannel, type ConnectConfig } from 'ssh2'
import { type Hear, type Shell, type SshTarget, size, term } from './shell'

/** How every ssh2 client of the bench connects: as ssh2 does by itself, without delay. */
export function connectConfig({ host, port, login, privateKey }: SshTarget): ConnectConfig {
  return { host, port, username: login, privateKey, readyTimeout: 60_000 }
}

/** The reference: ssh2 alone, in the process that measures. */
export async function openBare(target: SshTarget, hear: Hear): Promise<Shell> {
  const client = new Client()
  const channel = await new Promise<ClientChannel>((resolve, reject) => {
    client.once('error', reject)
    client.once('ready', () => {
      client.setNoDelay(true)
      client.shell({ ...size, term, width: 0, height: 0 }, (error, shell) => (error ? reject(error) : resolve(shell)))
    })
    client.connect(connectConfig(target))
  })
  const shell: Shell = {
    onOutput: hear,
    write: (text) => void channel.write(text),
    close: () =>
      new Promise<void>((resolve) => {
        client.once('close', () => resolve())
        client.end()
      }),
  }
  channel.on('data', (bytes: Buffer) => shell.onOutput(bytes))
  return shell
}
