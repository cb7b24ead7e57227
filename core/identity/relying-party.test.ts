import { describe, expect, it } from 'vitest'
import { readConfig } from '../config'
import { relyingPartyOf } from './relying-party'

const partyOf = (environment: Record<string, string>) => relyingPartyOf(readConfig(environment))

describe('the name that passkeys are made for', () => {
  it.each<[Record<string, string>, string, string[]]>([
    [{ GATEHOUSE_URL: 'https://gate.example.com' }, 'gate.example.com', ['https://gate.example.com']],
    [{ GATEHOUSE_URL: 'https://gate.example.com:8443/' }, 'gate.example.com', ['https://gate.example.com:8443']],
    [{ GATEHOUSE_URL: 'http://localhost:3000' }, 'localhost', ['http://localhost:3000']],
    [{ PORT: '4000' }, 'localhost', ['http://localhost:4000']],
    [{ HOST: '::1' }, 'localhost', ['http://localhost:3000']],
    [{ HOST: '0.0.0.0' }, 'localhost', ['http://localhost:3000']],
  ])('%j: %s', (environment, id, origins) => expect(partyOf(environment)).toEqual({ id, origins }))

  it.each<Record<string, string>>([
    { GATEHOUSE_URL: 'http://gate.example.com' },
    { GATEHOUSE_URL: 'https://203.0.113.7' },
    { GATEHOUSE_URL: 'https://[2001:db8::7]' },
    { GATEHOUSE_URL: 'http://127.0.0.1:3000' },
    { HOST: '192.168.1.5' },
  ])('%j: none', (environment) => expect(partyOf(environment)).toBeNull())
})
