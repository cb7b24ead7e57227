/** A condition on a host's tags, parsed: `prod and (web or db*) and not "legacy"`. */
export type TagExpression =
  | { kind: 'tag'; tag: string }
  /** Any tag that begins so: `db*`. */
  | { kind: 'prefix'; prefix: string }
  | { kind: 'not'; of: TagExpression }
  | { kind: 'and' | 'or'; of: readonly TagExpression[] }

export const maxExpressionLength = 500
/** How deep parentheses and `not` may be nested. */
export const maxExpressionDepth = 32

export type TagExpressionProblem =
  | 'too-long'
  | 'too-deep'
  | 'unexpected-character'
  | 'unclosed-quote'
  | 'unclosed-parenthesis'
  | 'tag-expected'
  | 'operator-expected'

/** What is wrong with an expression, and where: `position` counts UTF-16 units from 0, as a text field does. */
export class TagExpressionError extends Error {
  override readonly name = 'TagExpressionError'

  constructor(
    readonly problem: TagExpressionProblem,
    readonly position: number,
  ) {
    super(`${problem} at ${position}`)
  }
}

interface Token {
  kind: 'and' | 'or' | 'not' | '(' | ')' | 'tag' | 'end'
  /** The tag as hosts have it (core/inventory/host-input.ts): NFKC, lower case. */
  text: string
  isPrefix: boolean
  at: number
}

/** A tag's characters, with `*` where a prefix ends. The leading character is checked by {@link wordToken}. */
const word = /[\p{L}\p{N}._:/*-]+/uy
const quoted = /"([^"\\\p{Cc}]*)"/uy
const leading = /^[\p{L}\p{N}]/u

/**
 * Parses an expression over tags. `not` binds closest, then `and`, then `or`; the three in any case. A tag that is called
 * like an operator stands in double quotes; a `*` at a tag's end stands for any rest. Throws {@link TagExpressionError}.
 */
export function parseTagExpression(text: string): TagExpression {
  if (text.length > maxExpressionLength) throw new TagExpressionError('too-long', maxExpressionLength)
  return new Parser(tokensOf(text)).parse()
}

/** Whether a host with these tags is meant. */
export function matchesTags(expression: TagExpression, tags: readonly string[]): boolean {
  switch (expression.kind) {
    case 'tag':
      return tags.includes(expression.tag)
    case 'prefix':
      return tags.some((tag) => tag.startsWith(expression.prefix))
    case 'not':
      return !matchesTags(expression.of, tags)
    case 'and':
      for (const part of expression.of) if (!matchesTags(part, tags)) return false
      return true
    case 'or':
      for (const part of expression.of) if (matchesTags(part, tags)) return true
      return false
  }
}

class Parser {
  private next = 0
  private depth = 0

  constructor(private readonly tokens: readonly Token[]) {}

  parse(): TagExpression {
    const expression = this.list('or')
    const { kind, at } = this.token
    // A closing parenthesis that nothing opened, or two tags with nothing between them.
    if (kind !== 'end') throw new TagExpressionError(kind === ')' ? 'unexpected-character' : 'operator-expected', at)
    return expression
  }

  private get token(): Token {
    // The last token is `end`, and nothing steps over it.
    return this.tokens[this.next] as Token
  }

  private list(operator: 'or' | 'and'): TagExpression {
    const part = () => (operator === 'or' ? this.list('and') : this.operand())
    const parts = [part()]
    while (this.token.kind === operator) {
      this.next += 1
      parts.push(part())
    }
    return parts.length === 1 && parts[0] ? parts[0] : { kind: operator, of: parts }
  }

  private operand(): TagExpression {
    const { kind, text, isPrefix, at } = this.token
    if (kind === 'tag') {
      this.next += 1
      return isPrefix ? { kind: 'prefix', prefix: text } : { kind: 'tag', tag: text }
    }
    if (kind !== 'not' && kind !== '(') throw new TagExpressionError('tag-expected', at)
    this.next += 1
    this.depth += 1
    if (this.depth > maxExpressionDepth) throw new TagExpressionError('too-deep', at)
    const inner: TagExpression = kind === 'not' ? { kind: 'not', of: this.operand() } : this.closed(at)
    this.depth -= 1
    return inner
  }

  private closed(openedAt: number): TagExpression {
    const inner = this.list('or')
    if (this.token.kind === 'end') throw new TagExpressionError('unclosed-parenthesis', openedAt)
    if (this.token.kind !== ')') throw new TagExpressionError('operator-expected', this.token.at)
    this.next += 1
    return inner
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < text.length; ) {
    const character = text.charAt(at)
    if (/\s/u.test(character)) {
      at += 1
      continue
    }
    if (character === '(' || character === ')') {
      tokens.push({ kind: character, text: '', isPrefix: false, at })
      at += 1
      continue
    }
    const { token, length } = character === '"' ? quotedToken(text, at) : wordToken(text, at)
    tokens.push(token)
    at += length
  }
  return [...tokens, { kind: 'end', text: '', isPrefix: false, at: text.length }]
}

function quotedToken(text: string, at: number): { token: Token; length: number } {
  quoted.lastIndex = at
  const [whole, inner] = quoted.exec(text) ?? []
  if (whole === undefined || inner === undefined) throw new TagExpressionError('unclosed-quote', at)
  // A star behind the quotes is a prefix, one inside is not: no tag holds one.
  const isPrefix = text.charAt(at + whole.length) === '*'
  if (inner.trim() === '') throw new TagExpressionError('tag-expected', at)
  return { token: { kind: 'tag', text: tagOf(inner), isPrefix, at }, length: whole.length + (isPrefix ? 1 : 0) }
}

function wordToken(text: string, at: number): { token: Token; length: number } {
  word.lastIndex = at
  const [found] = word.exec(text) ?? []
  if (found === undefined) throw new TagExpressionError('unexpected-character', at)
  const operator = (['and', 'or', 'not'] as const).find((name) => name === found.toLowerCase())
  if (operator) return { token: { kind: operator, text: '', isPrefix: false, at }, length: found.length }
  const star = found.indexOf('*')
  if (star >= 0 && star < found.length - 1) throw new TagExpressionError('unexpected-character', at + star)
  const tag = star < 0 ? found : found.slice(0, star)
  if (!leading.test(tag)) throw new TagExpressionError(tag === '' ? 'tag-expected' : 'unexpected-character', at)
  return { token: { kind: 'tag', text: tagOf(tag), isPrefix: star >= 0, at }, length: found.length }
}

function tagOf(text: string): string {
  return text.trim().normalize('NFKC').toLowerCase()
}
