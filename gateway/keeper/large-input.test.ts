import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundledKeeper } from '../testing/bundled-keeper'
import { KeeperClient } from '../testing/keeper-client'
import { type RunningSshd, startSshd } from '../testing/sshd'
import { Keeper } from './server'

let sshd: RunningSshd
let bundle: Awaited<ReturnType<typeof bundledKeeper>>
let client: KeeperClient
let over: Promise<void>
beforeAll(async () => {
  ;[sshd, bundle] = await Promise.all([startSshd(), bundledKeeper()])
  client = new KeeperClient()
  over = new Promise(
    (resolve) =>
      new Keeper(
        { socketPath: client.socketPath, build: 'test', patienceMs: 100, screenWorker: bundle.screenWorker },
        resolve,
      ),
  )
  await client.connect()
})
afterAll(async () => {
  client.send({ type: 'shutdown', reason: 'shutdown' })
  await over
  client.destroy()
  bundle.remove()
  await sshd.stop()
})

// OpenSSH answers what is typed without echo with an SSH_MSG_IGNORE as long as what the terminal took at once, which after
// a large paste is beyond the 35,000 bytes that RFC 4253 asks of everyone and ssh2 stops at; OpenSSH itself takes 256 KiB.
it('takes a large paste where nothing is echoed', async () => {
  const target = { address: sshd.host, port: sshd.port, login: sshd.login }
  const handle = client.open(target, { kind: 'private-key', privateKey: sshd.privateKey })
  const { prompt } = await client.until(handle, 'prompt')
  client.send({ type: 'answer', handle, promptId: prompt.promptId, answer: { kind: 'host-key', accept: true } })
  await client.until(handle, 'state', ({ state }) => state.state === 'open')
  client.type(handle, 'stty -echo; echo go-$((1)); sleep 1; wc -c; exit\r')
  await client.untilOutput(handle, 'go-1')
  const line = `${'x'.repeat(99)}\n`
  for (let sent = 0; sent < 20; sent += 1) client.type(handle, line.repeat(500))
  client.type(handle, '\u0004')
  const { end } = await client.until(handle, 'ended')
  expect(end).toMatchObject({ reason: 'exited' })
  expect(client.output(handle).toString()).toContain('1000000')
})
