import { expect, it } from 'vitest'
import { foldKey, nameSchema, searchWords } from './text'

it('makes one key of spellings that people take for the same', () => {
  expect(foldKey('  Ｗeb-01 ')).toBe(foldKey('web-01'))
  expect(foldKey('ÉCOLE')).toBe(foldKey('école'))
})

it('leaves no wildcard for LIKE, and keeps different names apart', () => {
  expect(foldKey('a%b_c\\d')).not.toMatch(/[%_\\]/)
  expect(new Set(['a%b', 'a_b', 'a\\b', 'a b'].map(foldKey)).size).toBe(4)
})

it('cuts a search into words, at most eight', () => {
  expect(searchWords(' Web  DB ')).toEqual(['web', 'db'])
  expect(searchWords('a b c d e f g h i j')).toHaveLength(8)
})

it('takes names as typed and refuses what is too long, empty or on two lines', () => {
  expect(nameSchema.parse('<b>web</b>')).toBe('<b>web</b>')
  for (const bad of ['', '   ', 'x'.repeat(300), 'two\nlines', 'bell\u0007', undefined, 7]) {
    expect(nameSchema.safeParse(bad).success).toBe(false)
  }
})
