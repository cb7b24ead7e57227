/** What a grant may allow on a host. Gatehouse opens shells today; the others are kept with the grant for what will ask for them. */
export const capabilities = ['shell', 'exec', 'file-read', 'file-write', 'port-forwarding', 'sharing'] as const
export type Capability = (typeof capabilities)[number]
