/** What mail is about and a person may do without. What concerns the safety of their own account always comes. */
export const mailTopics = ['approvals', 'answers', 'emergencies', 'reviews'] as const
export type MailTopic = (typeof mailTopics)[number]

/** Every kind of mail (`mail.<kind>` in the catalogue), with the topic under which it can be switched off; null: it can't. */
export const mailKinds = {
  asked: 'approvals',
  approved: 'answers',
  refused: 'answers',
  revoked: 'answers',
  expired: 'answers',
  'broken-glass': 'emergencies',
  'review-owed': 'reviews',
  'new-device': null,
  'password-changed': null,
  'factor-added': null,
  'factor-removed': null,
  'factor-reset': null,
  recovered: null,
  'address-changed': null,
  link: null,
} as const satisfies Record<string, MailTopic | null>
export type MailKind = keyof typeof mailKinds

/** A kind as it was stored; undefined for one that this version doesn't know. */
export function mailKindOf(stored: string): MailKind | undefined {
  return Object.hasOwn(mailKinds, stored) ? (stored as MailKind) : undefined // `hasOwn` has checked it.
}

/** The topics that someone switched off, as they are stored; what can't be read switches nothing off. */
export function readMailOff(stored: string | null): MailTopic[] {
  if (stored === null) return []
  try {
    const value: unknown = JSON.parse(stored)
    return Array.isArray(value) ? mailTopics.filter((topic) => value.includes(topic)) : []
  } catch {
    return []
  }
}
