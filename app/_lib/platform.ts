import type { Platform } from '@/core/platform'

/** The platform that pages.ts put together. Pages never make one. */
export function getPlatform(): Platform {
  const platform: unknown = Reflect.get(globalThis, Symbol.for('gatehouse.platform'))
  if (!platform) throw new Error('The pages run inside pages.ts: start Gatehouse with `npm run up`.')
  // pages.ts is the only one that sets it.
  return platform as Platform
}
