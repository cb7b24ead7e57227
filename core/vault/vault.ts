/** A sealed secret as its row stores it. */
export interface Sealed {
  sealed: Uint8Array<ArrayBuffer>
  wrappedKey: Uint8Array<ArrayBuffer>
  masterKeyId: string
}

/** A data key for something sealed elsewhere (a recording's frames): the key itself and its wrapped form for the row. */
export interface DataKey {
  key: Uint8Array<ArrayBuffer>
  wrappedKey: Uint8Array<ArrayBuffer>
  masterKeyId: string
}

/**
 * Envelope encryption: a fresh data key a secret, AES-256-GCM with `identity` as additional data, the data key wrapped
 * by the master key (also bound to `identity`). `identity` names the record, such as `credential:<id>` or
 * `recording:<session id>`, so that a row's secret can't be moved to another row.
 *
 * Whoever stores what `seal` or `createDataKey` gave calls them inside the transaction that stores it, after `takeTurn`
 * (core/transaction.ts): a rotation that runs at the same time then misses no row.
 */
export interface Vault {
  seal(identity: string, secret: Uint8Array): Sealed
  /** Throws GatehouseError `master-key-wrong` when the key that wrapped it isn't here or the record was altered. */
  open(identity: string, sealed: Sealed): Uint8Array<ArrayBuffer>
  createDataKey(identity: string): DataKey
  openDataKey(identity: string, wrapped: { wrappedKey: Uint8Array; masterKeyId: string }): Uint8Array<ArrayBuffer>
}
