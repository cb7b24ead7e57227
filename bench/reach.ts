import { openBare } from './bare'
import { openBridge } from './bridge/client'
import { openGatehouse } from './client'
import type { Hear, Reach, Shell } from './shell'

/** Opens a shell there; `hear` gets its output from the first byte on. Rejects when it can't be opened. */
export function openShell(reach: Reach, hear: Hear = () => {}): Promise<Shell> {
  switch (reach.kind) {
    case 'bare':
      return openBare(reach.target, hear)
    case 'bridge':
      return openBridge(reach.url, hear)
    case 'gatehouse':
      return openGatehouse(reach, hear)
  }
}
