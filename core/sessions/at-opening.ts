import type { CredentialOrigin } from '../access/credential-rule'
import type { ReachFacts } from '../access/reach'

/** What a session's row keeps of what was asked at connecting. */
export const openingSelect = {
  reason: true,
  credentialId: true,
  credentialKind: true,
  provenAt: true,
  startedAt: true,
} as const

interface OpeningRow {
  reason: string | null
  credentialId: string | null
  credentialKind: string | null
  provenAt: Date | null
  startedAt: Date
}

/**
 * The same as facts for the decision. They hold for the session's life: a proof that was fresh as it was opened doesn't end it
 * by growing old.
 */
export function givenAtOpening(row: OpeningRow): Pick<ReachFacts, 'reason' | 'credential' | 'proofAgeMs'> {
  return {
    reason: row.reason,
    credential: originOf(row),
    // From before it was kept: as old as can be.
    proofAgeMs: row.provenAt ? row.startedAt.getTime() - row.provenAt.getTime() : Number.POSITIVE_INFINITY,
  }
}

/** Whose credential it was opened with; rows from before that was kept tell it by the id. */
function originOf({ credentialId, credentialKind }: OpeningRow): CredentialOrigin {
  if (credentialKind !== null) return credentialKind === 'shared' ? 'shared' : 'personal'
  return credentialId === null ? 'personal' : 'shared'
}
