import type { Platform } from '../platform'

/** The names of the first administrators who can sign in, at most three: whom someone asks for access. */
export async function whomToAsk({ db }: Platform): Promise<string[]> {
  const rows = await db.user.findMany({
    where: { role: 'administrator', disabledAt: null, passwordHash: { not: null } },
    select: { name: true },
    orderBy: { nameKey: 'asc' },
    take: 3,
  })
  return rows.map(({ name }) => name)
}
