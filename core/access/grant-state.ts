import type { Prisma } from '@/prisma/client'

/** What a grant is at a moment; `disabled` goes before the rest, since it is what a person did. */
export const grantStates = ['active', 'scheduled', 'expired', 'disabled'] as const
export type GrantState = (typeof grantStates)[number]

/** Weekdays and hours aside: a grant outside its hours is active. `at` in Unix ms. */
export function grantState(
  { disabled, validFrom, validUntil }: { disabled: boolean; validFrom: Date | null; validUntil: Date | null },
  at: number,
): GrantState {
  if (disabled) return 'disabled'
  if (validUntil && at >= validUntil.getTime()) return 'expired'
  return validFrom && at < validFrom.getTime() ? 'scheduled' : 'active'
}

/** The grants that are in a state, as the database reads it; the same rule as {@link grantState}. */
export function inState(state: GrantState, at: Date): Prisma.GrantWhereInput {
  if (state === 'disabled') return { disabledAt: { not: null } }
  const going: Prisma.GrantWhereInput = { disabledAt: null }
  const notOver: Prisma.GrantWhereInput = { OR: [{ validUntil: null }, { validUntil: { gt: at } }] }
  switch (state) {
    case 'expired':
      return { ...going, validUntil: { lte: at } }
    case 'scheduled':
      return { ...going, validFrom: { gt: at }, AND: [notOver] }
    case 'active':
      return { ...going, AND: [notOver, { OR: [{ validFrom: null }, { validFrom: { lte: at } }] }] }
  }
}
