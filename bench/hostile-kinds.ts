import * as hosts from '@/gateway/testing/hostile-hosts'

/** Hosts that do what no honest one does, by what they are called in the table. */
export const hostileKinds = {
  'ignores the window': hosts.windowOverrunHost,
  'takes packets of 0 bytes': hosts.packetSizeZeroHost,
  'greets without end': hosts.endlessGreetingHost,
  'sends banners without end': hosts.endlessBannerHost,
  'prints a line without end': hosts.endlessLineHost,
  'asks without end': hosts.questionHost,
  'says nothing': hosts.silentHost,
  'hangs up': hosts.hangsUpHost,
} as const
export type HostileKind = keyof typeof hostileKinds
