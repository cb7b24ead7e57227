/**
 * Every way in which Gatehouse says no. The code is stable (API, socket, catalogue key `errors.<code>` in both
 * languages); `params` fill the sentence and never hold a secret.
 */
export const errorStatus = {
  'not-signed-in': 401,
  'not-allowed': 403,
  'no-access': 403,
  'not-found': 404,
  'invalid-input': 422,
  'already-exists': 409,
  'in-use': 409,
  conflict: 409,
  'sign-in-failed': 401,
  'sign-in-blocked': 429,
  'second-factor-required': 401,
  'second-factor-wrong': 422,
  'second-factor-obligatory': 409,
  'passkey-wrong': 422,
  'enrolment-required': 403,
  'token-invalid': 401,
  'identity-ambiguous': 400,
  'too-many-requests': 429,
  'step-up-required': 403,
  'link-invalid': 410,
  'mail-unavailable': 409,
  'password-too-short': 422,
  'password-too-common': 422,
  'password-wrong': 422,
  'last-administrator': 409,
  'beyond-own-role': 403,
  'from-request': 409,
  'own-request': 403,
  'request-settled': 409,
  'decided-already': 409,
  'review-early': 409,
  'from-provider': 409,
  'provider-refused': 403,
  'provider-failed': 403,
  'provider-unreachable': 503,
  'provider-not-allowed': 403,
  'provider-name-unusable': 422,
  'provider-name-taken': 409,
  'provider-factor-missing': 403,
  'logout-token-invalid': 400,
  'account-disabled': 403,
  'password-sign-in-off': 403,
  'no-password': 409,
  'credential-unusable': 409,
  'key-unreadable': 422,
  'key-passphrase-needed': 422,
  'key-passphrase-wrong': 422,
  'key-type-unsupported': 422,
  'known-hosts-unreadable': 422,
  'address-forbidden': 422,
  'target-unclear': 503,
  'limit-reached': 429,
  'too-large': 413,
  'recording-unavailable': 503,
  'recording-unreadable': 500,
  'audit-unavailable': 503,
  'keeper-unavailable': 503,
  'screen-unavailable': 503,
  'pages-unavailable': 503,
  'master-key-wrong': 500,
  'data-folder-unwritable': 500,
  'wrong-origin': 403,
  'protocol-violation': 400,
  internal: 500,
} as const

export type ErrorCode = keyof typeof errorStatus
export type ErrorParams = Record<string, string | number>

/** A field of the input and what is wrong with it: `{ port: 'port-range' }`, keys of `errors.field` in the catalogue. */
export type FieldErrors = Record<string, string>

/** The one error type that crosses layers. Anything else that is thrown is a fault of ours and shown as `internal`. */
export class GatehouseError extends Error {
  override readonly name = 'GatehouseError'

  constructor(
    readonly code: ErrorCode,
    readonly params: ErrorParams = {},
    readonly fields: FieldErrors = {},
    options?: { cause?: unknown },
  ) {
    super(code, options)
  }

  /** The HTTP status that fits this code. */
  get status(): number {
    return errorStatus[this.code]
  }
}

/**
 * Turns whatever was thrown into a {@link GatehouseError}; the original stays as `cause` for the log. Recognised by name:
 * the pages' bundle and the server's hold a copy of this class each, so `instanceof` would miss the other's.
 */
export function toGatehouseError(thrown: unknown): GatehouseError {
  return isGatehouseError(thrown) ? thrown : new GatehouseError('internal', {}, {}, { cause: thrown })
}

function isGatehouseError(thrown: unknown): thrown is GatehouseError {
  return thrown instanceof Error && thrown.name === 'GatehouseError' && 'code' in thrown && 'params' in thrown
}
