import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { systemActor } from '@/core/actor'
import { recordAudit } from '@/core/audit/append'
import { readConfig } from '@/core/config'
import { createSetupLink } from '@/core/identity/one-time-links'
import { recoverSessions } from '@/core/sessions/recover'
import { tuneEngine } from '@/gateway/engine'
import { requestListener } from '@/gateway/http/handler'
import { createLog } from '@/gateway/log'
import { PagesProcess } from '@/gateway/pages/pages-process'
import { pagesProxy } from '@/gateway/pages/proxy'
import { openPlatform } from '@/gateway/platform'
import { Keepers } from '@/gateway/portal/keepers'
import { LiveSession } from '@/gateway/portal/live-session'
import { attachLive } from '@/gateway/portal/namespace'
import { notifyRegularly } from '@/gateway/portal/notify'
import { Registry } from '@/gateway/portal/registry'
import { sweepRegularly } from '@/gateway/portal/sweep'
import { watchGrounds } from '@/gateway/portal/watch'
import { startFailure } from '@/gateway/start-failure'
import { composeMail } from '@/i18n/mail'
import { pagesAway } from '@/i18n/pages-away'

// The composition root: settings -> database -> the pages' process (pages.ts) -> gateway -> listen.

/** Ends the portal alone, for a restart or an upgrade: keepers and sessions live on, and the next start finds them. */
const handOver: NodeJS.Signals = 'SIGUSR2'

/** What is being answered when the portal stops has this long to be answered in. */
const lastAnswersMs = 1000

async function start(): Promise<void> {
  tuneEngine()
  const config = readConfig(process.env)
  const log = createLog(config)
  const registry = new Registry()
  const platform = await openPlatform(config, log, registry)

  const http = createServer(notYet)
  http.listen(config.port, config.host)
  await once(http, 'listening')
  const keepers = new Keepers(platform)
  const pages = new PagesProcess(platform)
  const [found] = await Promise.all([keepers.start(), pages.start()])
  for (const session of found) registry.add(LiveSession.adopt(platform, session))
  const interrupted = await recoverSessions(platform, new Set(found.map(({ held }) => held.sessionId)))
  log.info({ interrupted, running: found.length }, 'sessions of an earlier start')
  const proxy = pagesProxy({ socketPath: () => pages.socketPath, apology: pagesAway })
  http.off('request', notYet)
  http.on('request', requestListener(platform, { listener: proxy, answers: () => pages.answers() }))
  const io = attachLive(http, { platform, keepers, registry })
  const stopWatching = watchGrounds(platform, registry)
  const stopSweeping = sweepRegularly(platform)
  const stopNotifying = notifyRegularly(platform, composeMail)
  await recordAudit(platform.db, {
    actor: systemActor,
    action: 'system.start',
    outcome: 'success',
    detail: { interrupted, running: found.length },
  })
  await welcome()

  let stopping = false
  const stop = async (signal: NodeJS.Signals) => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'stopping')
    stopWatching()
    stopSweeping()
    stopNotifying()
    if (signal === handOver) {
      keepers.leave()
    } else {
      await keepers.shutdown('shutdown')
      await Promise.all(registry.running().map(({ sessionId }) => registry.get(sessionId)?.closed))
      for (const socket of registry.sockets) socket.signOut('shutdown')
    }
    await recordAudit(platform.db, {
      actor: systemActor,
      action: 'system.stop',
      outcome: 'success',
      detail: { signal },
    })
    // A connection on which a browser has asked nothing yet would hold the server open for a minute.
    const impatient = setTimeout(() => http.closeAllConnections(), lastAnswersMs)
    await io.close()
    clearTimeout(impatient)
    await pages.stop()
    await platform.db.$disconnect()
    process.exit(0)
  }
  const onSignal = (signal: NodeJS.Signals) => {
    stop(signal).catch((error: unknown) => {
      log.error({ err: error }, 'the stop failed')
      process.exit(1)
    })
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  process.on(handOver, onSignal)

  async function welcome(): Promise<void> {
    const link = await createSetupLink(platform)
    const lines = [`Gatehouse is up: ${config.origin}`]
    if (link) lines.push('', 'Set up the first administrator (this link works once, for 24 hours):', link)
    process.stdout.write(`\n${lines.map((line) => `  ${line}`.trimEnd()).join('\n')}\n\n`)
  }
}

/** The port is taken before anything else begins; who asks before the pages are ready is told to come again. */
function notYet(_: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503, { 'retry-after': '1' }).end()
}

start().catch((error: unknown) => {
  process.stderr.write(`${startFailure(error)}\n`)
  process.exit(1)
})
