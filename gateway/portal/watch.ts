import { mayDo } from '@/core/access/decide'
import { endedWebSessions, rolesOf } from '@/core/identity/web-sessions'
import type { Platform } from '@/core/platform'
import { GrantWatch } from './grant-watch'
import type { Registry } from './registry'

/** What was revoked elsewhere (another node, the command line, an expiry) is cut off within 2 s. */
const everyMs = 1000

/** Asks each second whether the web sessions, roles and grants behind the running sessions and open sockets still hold. Answers how to stop. */
export function watchGrounds(platform: Platform, registry: Registry): () => void {
  let asking = false
  const grants = new GrantWatch(platform, registry)
  const ask = async () => {
    if (asking || registry.grounds().size === 0) return
    asking = true
    try {
      await Promise.all([cutOff(platform, registry), registry.all().length > 0 ? grants.look() : undefined])
    } catch (error) {
      platform.log.error({ err: error }, 'the grounds of sessions and sockets cannot be checked')
    } finally {
      asking = false
    }
  }
  const timer = setInterval(() => void ask(), everyMs)
  return () => clearInterval(timer)
}

async function cutOff(platform: Platform, registry: Registry): Promise<void> {
  const ended = await endedWebSessions(platform, [...registry.grounds()])
  await Promise.all([...ended].map((id) => registry.endWebSession(id)))
  const owners = new Set(registry.running().map((session) => session.userId))
  const roles = await rolesOf(platform, [...owners])
  for (const userId of owners) {
    const role = roles.get(userId)
    if (!role || !mayDo(role, 'session.open')) await registry.endUser(userId)
  }
}
