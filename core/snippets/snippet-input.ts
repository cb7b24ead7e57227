import { z } from 'zod'
import { listQuerySchema } from '../list'
import { nameSchema } from '../text'

/** Whose snippets: one's own, or those that everybody has. */
export const snippetScopes = ['own', 'shared'] as const
export type SnippetScope = (typeof snippetScopes)[number]

/** A snippet as forms give it. Its text may have several lines; at the end it has no line end, since it is typed, not sent. */
export const snippetInput = z.object({
  name: nameSchema,
  text: z
    .string('field:required')
    .transform((text) => text.replace(/\r\n?/g, '\n').replace(/\s+$/, ''))
    .pipe(
      z
        .string()
        .min(1, 'field:required')
        .max(8000, 'field:too-long')
        .refine((text) => !/[^\P{Cc}\t\n]/u.test(text), 'field:control-characters'),
    ),
  description: z.string().trim().max(500, 'field:too-long').default(''),
  /** Whether the picker offers to press Enter behind it. */
  runs: z.boolean().default(false),
  /** With an update: when the snippet that was edited was last changed. Left out: whatever is there is replaced. */
  basedOn: z.preprocess((value) => (value === '' ? undefined : value), z.coerce.date().optional()),
})
export const newSnippetInput = snippetInput.extend({ scope: z.enum(snippetScopes).default('own') })

export const snippetListQuery = listQuerySchema(['name', 'updatedAt', 'createdAt'], {
  sort: 'name',
  dir: 'asc',
}).extend({ scope: z.enum(snippetScopes).optional() })
