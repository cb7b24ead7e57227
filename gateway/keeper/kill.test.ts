import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { bundledKeeper } from '../testing/bundled-keeper'
import { KeeperClient } from '../testing/keeper-client'
import { startSshd } from '../testing/sshd'

async function startKeeper(client: KeeperClient, script: string): Promise<ChildProcess> {
  const keeper = spawn(process.execPath, [script, '--socket', client.socketPath, '--build', 'test'], {
    stdio: 'ignore',
  })
  await client.connect()
  return keeper
}

it('has all that it told the portal in the recording, which reads as interrupted, when it is killed', async () => {
  const sshd = await startSshd()
  const client = new KeeperClient()
  const bundle = await bundledKeeper()
  const keeper = await startKeeper(client, bundle.script)
  try {
    const target = { address: sshd.host, port: sshd.port, login: sshd.login }
    const handle = client.open(target, { kind: 'private-key', privateKey: sshd.privateKey })
    await client.until(handle, 'prompt')
    client.send({ type: 'answer', handle, promptId: 1, answer: { kind: 'host-key', accept: true } })
    await client.until(handle, 'state', ({ state }) => state.state === 'open')
    client.type(handle, 'seq 1 100000000\r')
    await client.untilOutput(handle, '\n50000\r')
    keeper.kill('SIGKILL')
    await Promise.all([once(keeper, 'exit'), client.untilClosed()])

    const received = client.output(handle)
    const { verdict, output } = await client.recording(handle)
    expect(verdict).toBe('interrupted')
    expect(output.length).toBeGreaterThanOrEqual(received.length)
    expect(output.subarray(0, received.length).equals(received)).toBe(true)
  } finally {
    keeper.kill('SIGKILL')
    client.destroy()
    bundle.remove()
    await sshd.stop()
  }
})
