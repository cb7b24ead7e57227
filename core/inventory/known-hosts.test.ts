import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseKnownHosts } from './known-hosts'

const key = 'AAAAC3NzaC1lZDI1NTE5AAAAIJm0Cq6J6cJrLx1vV3Y5w0Yx0xgq7y9Zl6iP5Q1s2t3u'
const host = { address: 'web.example.com', port: 22, name: 'Web' }
const found = (text: string, at: Parameters<typeof parseKnownHosts>[1] = host) => parseKnownHosts(text, at).found.length

it.each([
  [`web.example.com ssh-ed25519 ${key}`],
  [`WEB.example.com,10.0.0.1 ssh-ed25519 ${key} a comment`],
  [`[web.example.com]:22 ssh-ed25519 ${key}`],
  [`*.example.com ssh-ed25519 ${key}`],
  [`w?b.example.com ssh-ed25519 ${key}`],
  [`web ssh-ed25519 ${key}`],
  [`ssh-ed25519 ${key} root@web`],
])('finds the host in %j', (line) => {
  expect(found(line)).toBe(1)
})

it.each([
  [`other.example.com ssh-ed25519 ${key}`],
  [`*.example.com,!web.example.com ssh-ed25519 ${key}`],
  [`[web.example.com]:2222 ssh-ed25519 ${key}`],
  ['# a comment'],
  [''],
])('does not find it in %j', (line) => {
  expect(found(line)).toBe(0)
})

it('wants the port when it is not 22', () => {
  const at = { address: '10.0.0.1', port: 2222 }
  expect(found(`10.0.0.1 ssh-ed25519 ${key}`, at)).toBe(0)
  expect(found(`[10.0.0.1]:2222 ssh-ed25519 ${key}`, at)).toBe(1)
})

it('counts what it can not use', () => {
  const text = `@cert-authority * ssh-ed25519 ${key}\ngarbage\nother ssh-rsa ${key}\n`
  expect(parseKnownHosts(text, host)).toEqual({ found: [], others: 1, unreadable: [1, 2] })
})

it('reads names that ssh-keygen hashed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-known-hosts-'))
  try {
    const file = join(folder, 'known_hosts')
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'key')])
    const publicKey = readFileSync(join(folder, 'key.pub'), 'utf8').split(' ').slice(0, 2).join(' ')
    writeFileSync(file, `web.example.com ${publicKey}\nother.example.com ${publicKey}\n`)
    execFileSync('ssh-keygen', ['-H', '-f', file], { stdio: 'ignore' })
    const text = readFileSync(file, 'utf8')
    expect(text).toContain('|1|')
    expect(parseKnownHosts(text, host)).toMatchObject({ found: [{ line: 1 }], others: 1 })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

it('answers at once whatever the pattern', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a*?.]{1,200}$/), (pattern) => {
      const expected = new RegExp(`^${pattern.replace(/\./g, '\\.').replace(/\*+/g, '.*').replace(/\?/g, '.')}$`)
      // The regular expression is only the judge of short patterns: on long ones it is what takes for ever.
      if (pattern.length > 12) found(`${pattern} ssh-ed25519 ${key}`, { address: 'a'.repeat(200), port: 22 })
      else
        expect(found(`${pattern} ssh-ed25519 ${key}`, { address: 'a.aa', port: 22 })).toBe(
          expected.test('a.aa') || expected.test('[a.aa]:22') ? 1 : 0,
        )
    }),
  )
})
