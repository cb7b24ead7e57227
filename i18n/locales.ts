export const locales = ['en', 'zh-CN'] as const
export type Locale = (typeof locales)[number]

/** The cookie in which a person's choice of language lies. */
export const localeCookie = 'gatehouse-locale'

/** The cookie in which the browser leaves its time zone. */
export const zoneCookie = 'gatehouse-zone'

/** The time zone of that cookie, or UTC for one that does not exist. */
export function zoneFor(wanted: string | undefined): string {
  if (!wanted) return 'UTC'
  try {
    return new Intl.DateTimeFormat('en', { timeZone: wanted }).resolvedOptions().timeZone
  } catch {
    return 'UTC'
  }
}

/** The best of our languages for an Accept-Language header (RFC 9110 section 12.5.4). */
export function localeFor(accepted: string): Locale {
  const wishes = accepted
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.trim().toLowerCase().split(';')
      const quality = Number(parameters.find((parameter) => parameter.trim().startsWith('q='))?.split('=')[1] ?? 1)
      return { tag, quality }
    })
    .sort((a, b) => b.quality - a.quality)
  for (const { tag } of wishes) {
    if (tag.startsWith('zh')) return 'zh-CN'
    if (tag.startsWith('en')) return 'en'
  }
  return 'en'
}
