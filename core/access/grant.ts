import type { Range } from '../inventory/ranges'
import type { Capability } from './capabilities'
import type { CredentialRule } from './credential-rule'
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
    /** Groups of hosts. */
    groupIds: readonly string[]
    /** Null: none by their tags. */
    tags: TagExpression | null
  }
  /** Login names; a `*` at the end stands for any rest. Empty: every login. */
  logins: readonly string[]
  capabilities: readonly Capability[]
  conditions: Conditions
  /** An approved request's: the grant that was asked under. It opens nothing where that one no longer means the same. */
  basisId: string | null
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
  /** With whose credential it opens an account. */
  credentials: CredentialRule
  /** So old, in milliseconds, may the proof of who they are be when they connect; null: however old. */
  proofMs: number | null
  /** So many must approve before it opens anything; 0: nobody. */
  approvals: number
  /** Whoever it means may open it themselves, in an emergency; like a grant with approvals it opens nothing by itself. */
  breakGlass: boolean
}

/** Whether a grant only says what may be asked for. */
export function isOnRequest({ approvals, breakGlass }: Pick<Conditions, 'approvals' | 'breakGlass'>): boolean {
  return approvals > 0 || breakGlass
}

/** Whether a list of logins names this one; `null` asks whether it names any at all. */
export function namesLogin(logins: readonly string[], login: string | null): boolean {
  if (logins.length === 0 || login === null) return true
  return logins.some((named) => (named.endsWith('*') ? login.startsWith(named.slice(0, -1)) : named === login))
}
