import type { GrantRow } from '@/components/grants/grants-table'
import { grantState } from '@/core/access/grant-state'
import type { GrantSummary } from '@/core/access/grants'

/** A grant with what it is at this moment. */
export function withState(grant: GrantSummary): GrantRow {
  return { ...grant, state: grant.unreadable ? 'unreadable' : grantState(grant, Date.now()) }
}
