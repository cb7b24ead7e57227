import type { Range } from '../inventory/ranges'
import type { Capability } from './capabilities'
import type { Schedule } from './schedule'
import type { TagExpression } from './tag-expression'

/** A grant as the decision reads it: whom it means, what it opens to them, and when. */
export interface Grant {
  id: string
  name: string
  subjects: {
    everyone: boolean
    userIds: readonly string[]
    groupIds: readonly string[]
  }
  hosts: {
    all: boolean
    ids: readonly string[]
    /** Null: none by their tags. */
    tags: TagExpression | null
  }
  /** Login names; a `*` at the end stands for any rest. Empty: every login. */
  logins: readonly string[]
  capabilities: readonly Capability[]
  conditions: Conditions
}

export interface Conditions {
  disabled: boolean
  /** Unix ms; null: no such bound. It holds from `validFrom` on and before `validUntil`. */
  validFrom: number | null
  validUntil: number | null
  /** Null: at any time. */
  schedule: Schedule | null
  /** Empty: from anywhere. */
  networks: readonly Range[]
  requiresSecondFactor: boolean
  requiresReason: boolean
}

/** Whether a list of logins names this one; `null` asks whether it names any at all. */
export function namesLogin(logins: readonly string[], login: string | null): boolean {
  if (logins.length === 0 || login === null) return true
  return logins.some((named) => (named.endsWith('*') ? login.startsWith(named.slice(0, -1)) : named === login))
}
