// The demonstration's host: `npm run up -- --demo` runs this beside the server, tells it when to end, and reads one
// message from it once the host is ready.
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { consoleMessage } from '@/core/console-message'
import { withPlatform } from '../context'
import { demoHost, demoKey } from './inventory'
import { findSshd, startDemoSshd } from './sshd'

const io = {
  environment: process.env,
  stdin: process.stdin,
  out: (text: string) => console.log(text),
  err: (text: string) => console.error(text),
}

try {
  const sshd = findSshd()
  if (!sshd) {
    throw new Error(
      'The demonstration needs an OpenSSH server on this machine. Debian, Ubuntu: apt-get install openssh-server; ' +
        'Fedora: dnf install openssh-server; Alpine: apk add openssh. Then run it again, or leave out --demo.',
    )
  }
  await withPlatform(io, async ({ platform, actor }) => {
    const key = await demoKey(platform, actor)
    const server = await startDemoSshd(sshd, join(platform.config.dataFolder, 'demo'), key.publicKey)
    endWith(() => server.stop())
    await demoHost(platform, actor, { port: server.port, login: userInfo().username, credentialId: key.id })
  })
  process.send?.('ready')
} catch (error) {
  console.error(consoleMessage(error))
  process.exit(1)
}

/** Ends when told to, and when the program that started it is gone. */
function endWith(stop: () => Promise<void>): void {
  const end = () => void stop().then(() => process.exit(0))
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, end)
  process.once('disconnect', end)
}
