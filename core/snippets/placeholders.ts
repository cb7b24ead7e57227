/** A gap in a snippet, `{{name}}` or `{{name:what stands there unless it is changed}}`. */
export interface Placeholder {
  name: string
  fallback: string
}

// A name begins with a letter, so that the templates of other programs (`{{.Names}}`, `{{json .}}`) stay what they are.
const gap = /\{\{(\p{L}[\p{L}\p{N}_-]{0,39})(?::([^{}\n]{0,200}))?\}\}/gu

/** A snippet's placeholders in the order of their first appearance, each once; the first default that one has counts. */
export function placeholdersOf(text: string): Placeholder[] {
  const found = new Map<string, Placeholder>()
  for (const [, name = '', fallback = ''] of text.matchAll(gap)) {
    const before = found.get(name)
    if (!before) found.set(name, { name, fallback })
    else if (before.fallback === '') before.fallback = fallback
  }
  return [...found.values()]
}

/** The snippet with its placeholders filled; one without a value takes its default. */
export function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  const fallbacks = new Map(placeholdersOf(text).map(({ name, fallback }) => [name, fallback]))
  return text.replace(gap, (_, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? '') : (fallbacks.get(name) ?? ''),
  )
}
