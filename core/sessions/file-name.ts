/** The name of a recording's file: ASCII letters, digits, dots and dashes only, so that it needs no quoting anywhere. */
export function castFileName(session: { id: string; login: string; hostName: string; startedAt: Date }): string {
  const safe = (text: string) =>
    text
      .replace(/[^A-Za-z0-9-]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60)
  const when = session.startedAt.toISOString().slice(0, 19).replaceAll(':', '')
  return [when, safe(session.login), safe(session.hostName), safe(session.id).slice(0, 8)]
    .filter(Boolean)
    .join('-')
    .concat('.cast')
}
