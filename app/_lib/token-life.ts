import type { Config } from '@/core/config'

/** After how many days a token may be made to end: common choices within the setting, and its limit. */
export function tokenLives({ tokenMaxDays }: Config): number[] {
  return [...[7, 30, 90, 180].filter((days) => days < tokenMaxDays), tokenMaxDays]
}
