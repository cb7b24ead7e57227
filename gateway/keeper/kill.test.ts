import { once } from 'node:events'
import { expect, it } from 'vitest'
import { startKeeper } from '../testing/keeper-process'
import { startSshd } from '../testing/sshd'

it('has all that it told the portal in the recording, which reads as interrupted, when it is killed', async () => {
  const [sshd, keeper] = await Promise.all([startSshd(), startKeeper()])
  const { client } = keeper
  try {
    const handle = await client.openShell(sshd, { kind: 'private-key', privateKey: sshd.privateKey })
    client.type(handle, 'seq 1 100000000\r')
    await client.untilOutput(handle, '\n50000\r')
    const ended = once(keeper.process, 'exit')
    keeper.process.kill('SIGKILL')
    await Promise.all([ended, client.untilClosed()])

    const received = client.output(handle)
    const { verdict, output } = await client.recording(handle)
    expect(verdict).toBe('interrupted')
    expect(output.length).toBeGreaterThanOrEqual(received.length)
    expect(output.subarray(0, received.length).equals(received)).toBe(true)
  } finally {
    await keeper.stop()
    await sshd.stop()
  }
})
