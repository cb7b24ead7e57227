import { expect, it } from 'vitest'
import { castFileName } from './file-name'

it('names a file in a way that can neither leave its folder nor its header', () => {
  const session = { id: '0f0e0d0c-1111', login: '../root', hostName: 'ha"r\r\nbour 港', startedAt: new Date(0) }
  expect(castFileName(session)).toBe('1970-01-01T000000-root-ha-r-bour-0f0e0d0c.cast')
})
