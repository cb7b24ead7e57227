import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchesTags, parseTagExpression, type TagExpression, TagExpressionError } from './tag-expression'

const matches = (text: string, ...tags: string[]) => matchesTags(parseTagExpression(text), tags)

describe('an expression over tags', () => {
  it.each([
    ['prod', ['prod'], true],
    ['prod', ['production'], false],
    ['PROD', ['prod'], true],
    ['prod*', ['production'], true],
    ['prod*', ['prod'], true],
    ['prod*', ['preprod'], false],
    ['not prod', [], true],
    ['not not prod', ['prod'], true],
    ['prod and web', ['prod'], false],
    ['prod or web', ['web'], true],
    // `not` before `and` before `or`.
    ['a or b and c', ['a'], true],
    ['(a or b) and c', ['a'], false],
    ['not a and b', ['b'], true],
    ['not (a and b)', ['a'], true],
    ['a AND b OR c', ['c'], true],
    ['"and" and "not"', ['and', 'not'], true],
    ['"pro"*', ['prod'], true],
    ['env:prod/eu-1', ['env:prod/eu-1'], true],
    ['环境', ['环境'], true],
    // Full-width letters are the same tag, as in the inventory.
    ['ｐｒｏｄ', ['prod'], true],
    ['android or orbit', ['orbit'], true],
    ['a_b*', ['axb1'], false],
  ])('%s of %j: %s', (text, tags, expected) => {
    expect(matches(text, ...tags)).toBe(expected)
  })

  it.each([
    ['', 'tag-expected', 0],
    ['   ', 'tag-expected', 3],
    ['*', 'tag-expected', 0],
    ['pr*d', 'unexpected-character', 2],
    ['a**', 'unexpected-character', 1],
    ['prod web', 'operator-expected', 5],
    ['prod and', 'tag-expected', 8],
    ['or prod', 'tag-expected', 0],
    ['(prod', 'unclosed-parenthesis', 0],
    ['(prod web)', 'operator-expected', 6],
    ['prod)', 'unexpected-character', 4],
    ['()', 'tag-expected', 1],
    ['"prod', 'unclosed-quote', 0],
    ['""', 'tag-expected', 0],
    ['prod & web', 'unexpected-character', 5],
    ['-prod', 'unexpected-character', 0],
    ['a'.repeat(501), 'too-long', 500],
    [`${'('.repeat(33)}a${')'.repeat(33)}`, 'too-deep', 32],
    [`${'not '.repeat(33)}a`, 'too-deep', 128],
  ])('says what is wrong with %j, and where', (text, problem, position) => {
    const error = (() => {
      try {
        return parseTagExpression(text)
      } catch (thrown) {
        return thrown
      }
    })()
    expect(error).toBeInstanceOf(TagExpressionError)
    expect(error).toMatchObject({ problem, position })
  })

  it('means what it was written from', () => {
    fc.assert(
      fc.property(expressions, fc.subarray(['a', 'ab', 'b', 'and', 'c:1']), (expression, tags) => {
        expect(matchesTags(parseTagExpression(print(expression)), tags)).toBe(matchesTags(expression, tags))
      }),
      { numRuns: 2000 },
    )
  })

  it('reads any text or says why not, and throws nothing else', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .array(fc.constantFrom('a', 'and', 'or', 'not', '(', ')', '*', '"', ' ', 'b*'), { maxLength: 40 })
        .map((parts) => parts.join(' ')),
    )
    fc.assert(
      fc.property(texts, (text) => {
        try {
          matchesTags(parseTagExpression(text), ['a'])
        } catch (error) {
          expect(error).toBeInstanceOf(TagExpressionError)
        }
      }),
      { numRuns: 3000 },
    )
  })
})

const { expression: expressions } = fc.letrec<{ expression: TagExpression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('a', 'ab', 'b', 'and', 'c:1').map((tag) => ({ kind: 'tag' as const, tag })),
    fc.constantFrom('a', 'an', 'c:').map((prefix) => ({ kind: 'prefix' as const, prefix })),
    tie('expression').map((of) => ({ kind: 'not' as const, of })),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      of: fc.array(tie('expression'), { minLength: 1, maxLength: 3 }),
    }),
  ),
}))

function print(expression: TagExpression): string {
  if (expression.kind === 'tag') return `"${expression.tag}"`
  if (expression.kind === 'prefix') return `"${expression.prefix}"*`
  if (expression.kind === 'not') return `not (${print(expression.of)})`
  return expression.of.map((part) => `(${print(part)})`).join(` ${expression.kind} `)
}
