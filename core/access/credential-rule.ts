/**
 * Whose credential opens an account: `shared` is the account's own, kept by the administrators; `personal` is what the person
 * brings, kept here for themselves alone (core/vault/own-credentials.ts) or typed as they connect.
 */
export const credentialOrigins = ['shared', 'personal'] as const
export type CredentialOrigin = (typeof credentialOrigins)[number]

/** Which of them a grant opens accounts with. */
export const credentialRules = ['any', ...credentialOrigins] as const
export type CredentialRule = (typeof credentialRules)[number]
