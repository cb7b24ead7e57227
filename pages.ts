import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { parseArgs } from 'node:util'
import next from 'next'
import { readConfig } from '@/core/config'
import { createLog } from '@/gateway/log'
import { Channel } from '@/gateway/pages/channel'
import { logConsole } from '@/gateway/pages/log-console'
import { joinPlatform, readWebSecret } from '@/gateway/platform'
import { startFailure } from '@/gateway/start-failure'
import { packageRoot } from '@/prisma/migrate'

// The composition root of the process that renders the pages: settings -> database -> Next -> a socket in the data folder.
// The portal (server.ts) starts it and passes requests on to it; it ends when the portal does.

async function start(channel: Channel, socketPath: string): Promise<void> {
  const config = readConfig(process.env)
  const log = createLog(config).child({ process: 'pages' })
  logConsole(log)
  const platform = await joinPlatform(config, log, channel.live)
  // Next bundles copies of its own of every module: this is where the pages find the one platform.
  Reflect.set(globalThis, Symbol.for('gatehouse.platform'), platform)
  process.env.NEXTAUTH_URL = config.origin
  process.env.NEXTAUTH_SECRET = readWebSecret(config.dataFolder)

  const http = createServer()
  // The portal closes connections that it no longer needs. It has read the head of each request already.
  http.keepAliveTimeout = 0
  http.requestTimeout = 0
  const pages = next({ dev: false, dir: packageRoot(), hostname: config.host, port: config.port, httpServer: http })
  await pages.prepare()
  const handle = pages.getRequestHandler()
  http.on('request', (request, response) => void handle(request, response))
  process.on('exit', () => rmSync(socketPath, { force: true }))
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'the pages failed')
    process.exit(1)
  })
  http.listen(socketPath)
  await once(http, 'listening')
}

// The portal says when to end, by leaving; a Ctrl-C in the terminal reaches every process of the group and is not for us.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})

const { socket } = parseArgs({ options: { socket: { type: 'string' } } }).values
if (!socket || !process.send) {
  process.stderr.write('The portal starts the pages: npm run up.\n')
  process.exit(2)
}
const channel = new Channel(() => process.exit(0))
start(channel, socket).then(
  () => channel.send({ type: 'ready' }),
  async (error: unknown) => {
    await channel.send({ type: 'failed', line: startFailure(error) })
    process.exit(1)
  },
)
