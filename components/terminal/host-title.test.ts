import { expect, it } from 'vitest'
import { hostTitle } from './host-title'

it.each([
  ['vim notes.txt', 'vim notes.txt'],
  ['deploy@web-01.example: ~/src', '~/src'],
  ['  make\u0007 \u202egnp.exe ', 'make\\x07 \\u202Egnp.exe'],
  ['x'.repeat(5000), 'x'.repeat(200)],
  ['', ''],
])('a title is shown short and harmless: %j', (title, shown) => {
  expect(hostTitle(title)).toBe(shown)
})
