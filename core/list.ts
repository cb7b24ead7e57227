import { z } from 'zod'
import { GatehouseError } from './errors'

/** One page of a list and how many rows there are in all. */
export interface Page<T> {
  rows: T[]
  total: number
  page: number
  pageSize: number
}

export const pageSizes = [25, 50, 100] as const

export interface ListQuery<Sort extends string> {
  q: string
  sort: Sort
  dir: 'asc' | 'desc'
  page: number
  pageSize: number
}

/** The URL's part that every list has: `q`, `sort` (one of `sorts`), `dir`, `page` (from 1) and `pageSize`. */
export function listQuerySchema<const Sorts extends readonly [string, ...string[]]>(
  sorts: Sorts,
  fallback: { sort: Sorts[number]; dir: 'asc' | 'desc' },
) {
  return z.object({
    q: z.string().trim().max(200).default(''),
    sort: z.enum(sorts).default(fallback.sort as never),
    dir: z.enum(['asc', 'desc']).default(fallback.dir),
    page: z.coerce.number().int().min(1).max(1_000_000).default(1),
    pageSize: z.coerce
      .number()
      .pipe(z.union(pageSizes.map((size) => z.literal(size))))
      .default(50),
  })
}

/**
 * Parses anything from outside. Throws GatehouseError `invalid-input` with the field's path and zod's own message key:
 * a message of the form `field:<key>` in a schema becomes `<key>`, everything else its issue code.
 */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const fields: Record<string, string> = {}
  for (const issue of parsed.error.issues) {
    const path = issue.path.join('.') || 'input'
    fields[path] ??= issue.message.startsWith('field:') ? issue.message.slice('field:'.length) : issue.code
  }
  throw new GatehouseError('invalid-input', { field: Object.keys(fields)[0] ?? 'input' }, fields)
}
