import { z } from 'zod'

/** LIKE's wildcards and stand-ins for them from Unicode's private use area. */
const wildcards: Record<string, string> = { '%': '\ue025', _: '\ue05f', '\\': '\ue05c' }

/**
 * The form in which names are compared and searched: NFKC, lower case, trimmed. Stored beside the name as its key, because
 * the two databases fold case differently (SQLite's LIKE folds ASCII alone, PostgreSQL's nothing). `%`, `_` and `\` are
 * replaced by stand-ins on both sides of the comparison, because Prisma's `contains` passes them on as wildcards.
 */
export function foldKey(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .trim()
    .replace(/[%_\\]/g, (character) => wildcards[character] ?? character)
}

/**
 * A search text folded like {@link foldKey} and cut into its words, each of which must be found. At most eight words:
 * a longer search is a mistake, and each word costs a pass.
 */
export function searchWords(text: string): string[] {
  return foldKey(text).split(/\s+/).filter(Boolean).slice(0, 8)
}

/** A name that people give: 1 to 100 characters on one line, stored as typed (pages escape it). Keys: `required`, `too-long`, `one-line`. */
export const nameSchema = z
  .string('field:required')
  .trim()
  .min(1, 'field:required')
  .max(100, 'field:too-long')
  .refine((value) => !/\p{Cc}|\p{Zl}|\p{Zp}/u.test(value), 'field:one-line')
