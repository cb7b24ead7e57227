/** The browser that signs in. */
export interface Browser {
  clientAddress: string
  userAgent: string
  /** What its device cookie holds, by which it is known again; null for one that keeps none, which is new each time. */
  device: string | null
}
