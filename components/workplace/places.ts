import { attachTo } from './attach'
import type { Opening } from './state'

/** An account that can be opened, as lists name it. */
export interface RecentPlace {
  accountId: string
  hostId: string
  hostName: string
  login: string
  address: string
  port: number
}

/** A running session, as it can be come back to. */
export interface RunningPlace {
  id: string
  /** Whether a page shows it now. */
  attached: boolean
  accountId: string | null
  hostId: string | null
  hostName: string
  login: string
  address: string
  port: number
  /** ISO 8601. */
  startedAt: string
}

/** How a place opens in a pane. */
export function openingOf(place: RecentPlace | RunningPlace): Opening {
  const { accountId, hostId, login, hostName } = place
  const title = `${login}@${hostName}`
  const remember = accountId
    ? { kind: 'account' as const, accountId, ...(hostId ? { hostId } : {}) }
    : { kind: 'session' as const }
  if (!('startedAt' in place)) return { target: { kind: 'account', accountId: place.accountId }, title, remember }
  return { target: attachTo(place.id), title, remember, sessionId: place.id }
}
