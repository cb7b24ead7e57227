/**
 * The place a quick connect goes to, as known_hosts writes it: `[address]:port`. The key under which a host key is pinned
 * that belongs to no host of the inventory.
 */
export function endpointOf(address: string, port: number): string {
  return `[${address}]:${port}`
}
