import type { Tx } from '@/prisma/client'
import type { CredentialOrigin } from '../access/credential-rule'
import type { UserActor } from '../actor'
import type { Json } from '../audit/append'
import type { Platform } from '../platform'
import { authMaterialFor } from '../vault/credentials'
import { mayKeepOwn } from '../vault/own-credential-reads'
import { ownMaterialFor } from '../vault/own-credentials'
import type { AuthMaterial } from './order'

/** What a session is opened with. */
export interface UsedCredential {
  origin: CredentialOrigin
  /** Null: it is typed, with the request or when the host asks. */
  kept: { id: string; name: string } | null
}

/** What the person types, which is theirs. */
export const typed: UsedCredential = { origin: 'personal', kept: null }

/**
 * With what this person opens an account: with the one of their own that they chose for it, else with the account's own
 * (`shared`), else they are asked. Where the setting or their role closes personal credentials, a choice counts for nothing.
 */
export async function credentialFor(
  platform: Platform,
  actor: UserActor,
  accountId: string,
  shared: UsedCredential['kept'],
): Promise<UsedCredential> {
  const use = mayKeepOwn(platform, actor)
    ? await platform.db.ownCredentialUse.findUnique({
        where: { userId_accountId: { userId: actor.id, accountId } },
        select: { credential: { select: { id: true, name: true } } },
      })
    : null
  if (use) return { origin: 'personal', kept: use.credential }
  return shared ? { origin: 'shared', kept: shared } : typed
}

/**
 * Opens it for one session's handshake, inside the transaction that writes the session's row. Throws `credential-unusable` for
 * one that isn't sealed for this person.
 */
export async function openCredential(
  platform: Platform,
  tx: Tx,
  actor: UserActor,
  { origin, kept }: UsedCredential,
): Promise<AuthMaterial> {
  if (!kept) return { kind: 'ask' }
  return origin === 'shared' ? authMaterialFor(platform, tx, kept.id) : ownMaterialFor(platform, tx, actor, kept.id)
}

/** The same for the audit log: which one, and whose; never what is in it. */
export function credentialDetail({ origin, kept }: UsedCredential): Json {
  return kept ? { ...kept, kind: origin } : { kind: origin, typed: true }
}
