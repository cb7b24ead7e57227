import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { readConfig } from '@/core/config'
import { parseRanges } from '@/core/inventory/ranges'
import { clientAddress } from './client-address'
import { comesFromOurPage, isOurOrigin } from './security'

const request = (remoteAddress: string, headers: IncomingMessage['headers'] = {}) =>
  ({ socket: { remoteAddress }, headers }) as unknown as IncomingMessage

describe("the client's address", () => {
  const trusted = parseRanges(['10.0.0.0/8', '::1'])

  it('is the peer, whatever X-Forwarded-For says, unless the peer is a trusted proxy', () => {
    expect(clientAddress(request('203.0.113.7', { 'x-forwarded-for': '192.0.2.1' }), trusted)).toBe('203.0.113.7')
    expect(clientAddress(request('::ffff:203.0.113.7'), [])).toBe('203.0.113.7')
  })

  it('is the last hop that is no trusted proxy itself', () => {
    const from = (forwarded: string) => clientAddress(request('10.0.0.1', { 'x-forwarded-for': forwarded }), trusted)
    expect(from('192.0.2.1')).toBe('192.0.2.1')
    expect(from('198.51.100.66, 192.0.2.1, 10.0.0.9')).toBe('192.0.2.1')
    expect(from('<script>, 192.0.2.1')).toBe('192.0.2.1')
    expect(from('nonsense')).toBe('10.0.0.1')
    expect(clientAddress(request('10.0.0.1'), trusted)).toBe('10.0.0.1')
  })
})

describe('the origin', () => {
  const config = readConfig({ GATEHOUSE_URL: 'https://gate.example.com' })
  const local = readConfig({ PORT: '3000' })
  const sent = (method: string, origin?: string) => ({ method, headers: { origin } }) as unknown as IncomingMessage

  it('of whatever changes something must be ours', () => {
    expect(comesFromOurPage(sent('POST', 'https://gate.example.com'), config)).toBe(true)
    expect(comesFromOurPage(sent('POST', 'https://evil.example'), config)).toBe(false)
    expect(comesFromOurPage(sent('POST', 'https://gate.example.com.evil.example'), config)).toBe(false)
    expect(comesFromOurPage(sent('POST', 'null'), config)).toBe(false)
    expect(comesFromOurPage(sent('DELETE'), config)).toBe(false)
    expect(comesFromOurPage(sent('GET'), config)).toBe(true)
    // The provider's server sends no Origin; a browser always does.
    const logout = (url: string, origin?: string) =>
      comesFromOurPage(Object.assign(sent('POST', origin), { url }), config)
    expect(logout('/api/auth/backchannel-logout')).toBe(true)
    expect(logout('/api/auth/backchannel-logout', 'https://evil.example')).toBe(false)
    expect(logout('/api/auth/backchannel-logout/../signout')).toBe(false)
    expect(logout('/api/auth/signout?x=/api/auth/backchannel-logout')).toBe(false)
  })

  it('of a socket must be ours, and on loopback may be any of its spellings', () => {
    expect(isOurOrigin(undefined, config)).toBe(false)
    expect(isOurOrigin('http://gate.example.com', config)).toBe(false)
    expect(isOurOrigin('http://localhost:3000', local)).toBe(true)
    expect(isOurOrigin('http://127.0.0.1:3000', local)).toBe(true)
    expect(isOurOrigin('http://127.0.0.1:3001', local)).toBe(false)
  })
})
