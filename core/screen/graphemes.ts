import { createRequire } from 'node:module'
import type * as Addon from '@xterm/addon-unicode-graphemes'

/**
 * The browser's addon that says how wide characters are and which join. Under Node, version 0.4.0 reads its tables from the
 * beginning of the memory that a Buffer lies in, which is right only for a Buffer that doesn't share it: none may share while
 * the module is loaded.
 */
export const { UnicodeGraphemesAddon } = load()

function load(): typeof Addon {
  const { poolSize } = Buffer
  Buffer.poolSize = 0
  try {
    // The package's own types; require knows nothing of them.
    return createRequire(import.meta.url)('@xterm/addon-unicode-graphemes') as typeof Addon
  } finally {
    Buffer.poolSize = poolSize
  }
}
