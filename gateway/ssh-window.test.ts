import { Client, type ClientChannel } from 'ssh2'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RunningSshd, startSshd } from './testing/sshd'

// What patches/ makes of ssh2's windows.

let sshd: RunningSshd
let client: Client

beforeAll(async () => {
  sshd = await startSshd()
  client = new Client()
  await new Promise<void>((resolve, reject) => {
    client.once('ready', () => resolve()).once('error', reject)
    client.connect({ host: sshd.host, port: sshd.port, username: sshd.login, privateKey: sshd.privateKey })
  })
})
afterAll(async () => {
  client.end()
  await sshd.stop()
})

it('holds no more than one window of what isn’t read', async () => {
  const channel = await new Promise<ClientChannel>((resolve, reject) => {
    client.exec('yes', (error, opened) => (error ? reject(error) : resolve(opened)))
  })
  // Not in ssh2's types: how much the host may still send.
  const { incoming } = channel as unknown as { incoming: { window: number } }
  await expect.poll(() => incoming.window, { timeout: 20_000 }).toBe(0)
  expect(channel.readableLength).toBe(256 * 1024)
})
