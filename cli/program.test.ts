import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startSmtp } from '@/core/testing/smtp'
import { createMasterKeyFile, readMasterKeys } from '@/core/vault/master-key-file'
import { run } from './program'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-cli-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function gatehouse(argv: string[], { stdin = '', environment = {} } = {}) {
  const out: string[] = []
  const err: string[] = []
  const status = await run(argv, {
    environment: { GATEHOUSE_DATA: join(folder, 'data'), ...environment },
    stdin: (async function* () {
      yield stdin
    })(),
    out: (text) => out.push(text),
    err: (text) => err.push(text),
  })
  return { status, out: out.join('\n'), err: err.join('\n') }
}

const web = ['host', 'add', '--name', 'web', '--address', 'web.example.com']

it('adds a host and lists it', async () => {
  const added = await gatehouse([
    ...web,
    '--port',
    '2222',
    '--tag',
    'prod',
    '--tag',
    'eu',
    '--account',
    'root',
    '--account',
    'ann',
  ])
  expect(added).toMatchObject({ status: 0, err: '' })
  expect(added.out).toMatch(/^[0-9a-f-]{36}$/)
  await gatehouse(['host', 'add', '--name', 'db', '--address', '2001:db8::1'])
  expect((await gatehouse(['host', 'ls'])).out).toBe(
    'db\t[2001:db8::1]:22\t\t\nweb\tweb.example.com:2222\tann,root\teu,prod',
  )
  const listed = await gatehouse(['host', 'ls', '--json', '--tag', 'prod'])
  expect(JSON.parse(listed.out)).toMatchObject({ id: added.out, name: 'web', port: 2222, tags: ['eu', 'prod'] })
  expect((await gatehouse(['host', 'ls', '--search', 'nothing'])).out).toBe('')
})

it('adds a host that does not write UTF-8', async () => {
  expect(await gatehouse([...web, '--encoding', 'gbk'])).toMatchObject({ status: 0 })
  expect(await gatehouse([...web, '--encoding', 'ebcdic'])).toMatchObject({
    status: 2,
    err: expect.stringContaining('shift_jis'),
  })
})

it('sets up a new data folder for its owner alone', async () => {
  await gatehouse(['host', 'ls'])
  expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700)
  expect(statSync(join(folder, 'data', 'master.key')).mode & 0o777).toBe(0o600)
  expect(statSync(join(folder, 'data', 'gatehouse.db')).mode & 0o777).toBe(0o600)
})

it.each([
  [[...web, '--port', '0'], 'Not valid: port must be a whole number from 1 to 65535.'],
  [[...web, '--port', '70000'], 'Not valid: port must be a whole number from 1 to 65535.'],
  [[...web, '--name', 'x'.repeat(300)], 'Not valid: name is too long.'],
  [[...web, '--address', 'my host'], 'Not valid: address must be an IPv4 or IPv6 address or a DNS name.'],
  [[...web, '--address', '169.254.169.254'], 'Targets may not lie at 169.254.169.254'],
  [[...web, '--account', 'root=absent'], 'There is no credential “absent”.'],
  [[...web, '--account', 'root=a\u001b[2Jb'], 'There is no credential “a\\u{1b}[2Jb”.'],
])('says why not: %j', async (argv, message) => {
  const { status, out, err } = await gatehouse(argv)
  expect({ status, out }).toEqual({ status: 1, out: '' })
  expect(err).toContain(message)
  expect(err.split('\n')).toHaveLength(1)
})

it('refuses a second host of the same name', async () => {
  await gatehouse(web)
  expect(await gatehouse(web)).toMatchObject({ status: 1, err: 'There is already a host “web”.' })
})

it('rotates the master key', async () => {
  await gatehouse(['host', 'ls'])
  const path = join(folder, 'data', 'master.key')
  const before = readMasterKeys(path)
  expect(await gatehouse(['keys', 'rotate'])).toMatchObject({ status: 0, err: '' })
  expect(readMasterKeys(path)).not.toEqual(before)
  expect(await gatehouse(['host', 'ls'])).toMatchObject({ status: 0 })
})

it('adds an administrator whose password never shows', async () => {
  const create = (name: string, stdin: string) =>
    gatehouse(['admin', 'create', '--name', name, '--password-stdin'], { stdin })
  expect((await create('Ann', 'tall-otter-sings-97\n')).out).toMatch(/^[0-9a-f-]{36}$/)
  expect(await create('ann', 'tall-otter-sings-97')).toMatchObject({ status: 1, err: 'There is already a user “ann”.' })
  expect(await create('Bob', 'short')).toMatchObject({ status: 1, err: expect.stringContaining('12 characters') })
  expect(await create('Bob', 'x'.repeat(5000))).toMatchObject({ status: 1, err: expect.stringContaining('4096') })
  expect(await gatehouse(['admin', 'create', '--name', 'Bob'])).toMatchObject({ status: 2 })
  const db = new Database(join(folder, 'data', 'gatehouse.db'))
  expect(db.prepare(`SELECT "name", "role" FROM "User"`).all()).toEqual([{ name: 'Ann', role: 'administrator' }])
  expect(JSON.stringify(db.prepare(`SELECT * FROM "AuditEvent"`).all())).not.toContain('otter')
  db.close()
})

it('lets someone in again with a new password, without a second factor, as an administrator', async () => {
  const admin = (command: string, name: string, stdin: string) =>
    gatehouse(['admin', command, '--name', name, '--password-stdin'], { stdin })
  const { out: id } = await admin('create', 'Ann', 'tall-otter-sings-97')
  const db = new Database(join(folder, 'data', 'gatehouse.db'))
  db.exec(`UPDATE "User" SET "role" = 'auditor', "disabledAt" = "createdAt"`)
  const state = `SELECT "name", "role", "disabledAt", "passwordHash" FROM "User"`
  const before = db.prepare(state).get()
  expect(await admin('recover', 'Bob', 'small-otter-hums-31')).toMatchObject({
    status: 1,
    err: 'There is no user “Bob”.',
  })
  expect(await admin('recover', 'ann', 'short')).toMatchObject({ status: 1, err: expect.stringContaining('12 char') })
  expect(db.prepare(state).get()).toEqual(before)
  expect(await admin('recover', 'ann', 'small-otter-hums-31\n')).toEqual({ status: 0, out: id, err: '' })
  expect(db.prepare(state).get()).toMatchObject({ name: 'Ann', role: 'administrator', disabledAt: null })
  const events = db.prepare(`SELECT * FROM "AuditEvent" ORDER BY "seq" DESC`).all()
  expect(events[0]).toMatchObject({ action: 'user.recover', actorKind: 'console', targetName: 'Ann' })
  expect(JSON.stringify(events)).not.toContain('otter')
  expect(await gatehouse(['admin', 'recover', '--name', 'Ann'])).toMatchObject({ status: 2 })
  db.close()
})

it('verifies the audit log, and names what was tampered with', async () => {
  await gatehouse(web)
  expect(await gatehouse(['audit', 'verify'])).toMatchObject({ status: 0, out: expect.stringContaining('Events: 1;') })
  const db = new Database(join(folder, 'data', 'gatehouse.db'))
  db.exec(`DROP TRIGGER "AuditEvent_no_update"; UPDATE "AuditEvent" SET "actorName" = 'nobody' WHERE "seq" = 1`)
  db.close()
  expect(await gatehouse(['audit', 'verify'])).toEqual({
    status: 1,
    out: '',
    err: 'Event 1 of the audit log was changed.',
  })
})

it('refuses a wrong master key, a missing one and a bad setting in one line', async () => {
  await gatehouse(['host', 'ls'])
  const other = join(folder, 'other.key')
  createMasterKeyFile(other)
  expect(await gatehouse(['host', 'ls'], { environment: { GATEHOUSE_MASTER_KEY_FILE: other } })).toEqual({
    status: 1,
    out: '',
    err: 'The master key is not the one this database was sealed with.',
  })
  rmSync(join(folder, 'data', 'master.key'))
  expect((await gatehouse(['host', 'ls'])).err).toMatch(/^The master key file is missing/)
  expect((await gatehouse(['host', 'ls'], { environment: { PORT: '0' } })).err).toMatch(/^Setting PORT: /)
})

it('answers what it does not understand with status 2, and help with 0', async () => {
  expect(await gatehouse(['hots'])).toMatchObject({ status: 2, err: expect.stringContaining('hots') })
  expect(await gatehouse(['host', 'add'])).toMatchObject({ status: 2, err: expect.stringContaining('--name') })
  expect(await gatehouse(['--help'])).toMatchObject({ status: 0, out: expect.stringContaining('host') })
})

it('adds, lists and removes grants', async () => {
  await gatehouse([...web, '--tag', 'prod'])
  await gatehouse(['admin', 'create', '--name', 'Ann', '--password-stdin'], { stdin: 'tall-otter-sings-97' })
  const add = (...argv: string[]) => gatehouse(['grants', 'add', '--name', 'On call', ...argv])
  const added = await add(
    ...['--user', 'ann', '--host', 'WEB', '--tags', 'prod or "db"*', '--login', 'root', '--login', 'dep*'],
    ...[
      '--capability',
      'shell',
      '--capability',
      'exec',
      '--until',
      '2100-01-01T00:00:00Z',
      '--network',
      '192.0.2.0/24',
    ],
    ...['--hours', 'fri-mon 22:00-06:00', '--hours', 'daily 12:00-13:00', '--time-zone', 'Europe/Berlin', '--reason'],
    ...['--credentials', 'personal', '--fresh-proof', '3'],
  )
  expect(added).toMatchObject({ status: 0, err: '' })
  expect((await gatehouse(['grants', 'list'])).out).toBe(
    'On call\tAnn\tweb,[prod or "db"*]\troot,dep*\tshell,exec\t2100-01-01T00:00:00.000Z',
  )
  const listed = JSON.parse((await gatehouse(['grants', 'list', '--json'])).out)
  expect(listed).toMatchObject({
    id: added.out,
    networks: ['192.0.2.0/24'],
    schedule: {
      timeZone: 'Europe/Berlin',
      windows: [
        { days: [1, 5, 6, 7], from: '22:00', to: '06:00' },
        { days: [1, 2, 3, 4, 5, 6, 7], from: '12:00', to: '13:00' },
      ],
    },
    requiresReason: true,
    requiresSecondFactor: false,
    credentials: 'personal',
    proofMinutes: 3,
  })
  const database = new Database(join(folder, 'data', 'gatehouse.db'))
  const group = "INSERT INTO HostGroup VALUES ('g', 'Shops', 'shops', '', 'shops', 0, 0)"
  database.prepare(group).run()
  database.close()
  const grouped = ['grants', 'add', '--name', 'Shop team', '--everyone', '--host-group', 'shops']
  expect(await gatehouse(grouped)).toMatchObject({ status: 0, err: '' })
  expect((await gatehouse(['grants', 'list', '--search', 'shop'])).out).toBe('Shop team\teveryone\tShops\t*\tshell\t')
  await gatehouse(['grants', 'remove', '--name', 'Shop team'])
  for (const [argv, status, message] of [
    [['--everyone', '--host-group', 'none'], 1, 'There is no host-group “none”.'],
    [['--everyone', '--all-hosts'], 1, 'There is already a grant “On call”.'],
    [['--everyone'], 1, 'Not valid: hosts is missing.'],
    [['--user', 'bob', '--all-hosts'], 1, 'There is no user “bob”.'],
    [['--everyone', '--tags', 'prod and'], 1, 'Not valid: tagExpression can not be read at character 9.'],
    [['--everyone', '--all-hosts', '--hours', 'someday 09:00-10:00'], 2, 'mon-fri'],
    [['--everyone', '--all-hosts', '--until', 'soon'], 2, '2026-12-24'],
    [['--everyone', '--all-hosts', '--fresh-proof', 'soon'], 2, 'from 1 to 1440'],
    [['--everyone', '--all-hosts', '--fresh-proof', '1441'], 1, 'Not valid: proofMinutes'],
    [['--everyone', '--all-hosts', '--credentials', 'none'], 2, 'personal'],
  ] as const) {
    expect(await add(...argv)).toMatchObject({ status, err: expect.stringContaining(message) })
  }
  expect(await gatehouse(['grants', 'remove', '--name', 'on CALL'])).toMatchObject({ status: 0, err: '' })
  expect((await gatehouse(['grants', 'list'])).out).toBe('')
  expect(await gatehouse(['grants', 'remove', '--name', 'on call'])).toMatchObject({ status: 1 })
})

it('adds, lists and removes custom roles', async () => {
  const add = (...more: string[]) => gatehouse(['roles', 'add', '--name', 'Night shift', ...more])
  expect(await add()).toMatchObject({ status: 2 })
  expect(await add('--permission', 'root')).toMatchObject({ status: 1, err: expect.stringContaining('permissions') })
  const { out: id } = await add('--permission', 'session.open', '--permission', 'host.list')
  expect(id).toMatch(/^[0-9a-f-]{36}$/)
  expect(await add('--permission', 'host.list')).toMatchObject({ status: 1 })
  const { out } = await gatehouse(['roles', 'list', '--search', 'night'])
  expect(out).toBe('Night shift\tcustom\t0\t0\thost.list,session.open')
  expect((await gatehouse(['roles', 'list'])).out.split('\n')).toHaveLength(4)
  await gatehouse(['admin', 'create', '--name', 'Ann', '--password-stdin'], { stdin: 'tall-otter-sings-97\n' })
  const db = new Database(join(folder, 'data', 'gatehouse.db'))
  db.prepare(`UPDATE "User" SET "role" = ?`).run(id)
  const remove = (name: string) => gatehouse(['roles', 'remove', '--name', name])
  expect(await remove('night SHIFT')).toMatchObject({
    status: 1,
    err: 'The role is held by 1 people and 0 service tokens.',
  })
  expect(await remove('operator')).toMatchObject({ status: 1, err: 'There is no custom role “operator”.' })
  expect(
    await gatehouse(['admin', 'recover', '--name', 'ann', '--password-stdin'], { stdin: 'small-otter-hums-31' }),
  ).toMatchObject({ status: 0 })
  expect(db.prepare(`SELECT "role" FROM "User"`).get()).toEqual({ role: 'administrator' })
  db.close()
  expect(await remove('night SHIFT')).toMatchObject({ status: 0, err: '' })
})

it('sends a test mail, and says in one line why it could not', async () => {
  const refused = { code: 550, text: 'no such user here' }
  const smtp = await startSmtp({ starttls: 'off', recipient: (to) => (to.startsWith('gone') ? refused : undefined) })
  try {
    const environment = {
      GATEHOUSE_URL: 'https://gate.example.com',
      GATEHOUSE_SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
      GATEHOUSE_SMTP_STARTTLS: 'off',
      GATEHOUSE_SMTP_FROM: 'gate@example.com',
    }
    const send = (to: string, more = {}) =>
      gatehouse(['mail', 'test', '--to', to], { environment: { ...environment, ...more } })
    expect(await send('ann@example.com')).toMatchObject({
      status: 0,
      out: '127.0.0.1 took the mail to ann@example.com.',
    })
    expect(smtp.received.map(({ to, mail }) => [to, mail.subject])).toEqual([
      [['ann@example.com'], 'Test mail from Gatehouse'],
    ])
    expect(await send('gone@example.com')).toMatchObject({
      status: 1,
      err: expect.stringMatching(/^.*no such user here$/),
    })
    expect(await send('nobody')).toMatchObject({ status: 1, err: expect.stringContaining('--to') })
    const secured = { GATEHOUSE_SMTP_STARTTLS: '' }
    expect(await send('ann@example.com', secured)).toMatchObject({
      status: 1,
      err: expect.stringContaining('STARTTLS'),
    })
    expect(await gatehouse(['mail', 'test', '--to', 'ann@example.com'])).toMatchObject({
      status: 1,
      err: expect.stringContaining('GATEHOUSE_SMTP_URL'),
    })
  } finally {
    await smtp.close()
  }
})

it('adds an administrator with an e-mail address', async () => {
  const add = (email: string) =>
    gatehouse(['admin', 'create', '--name', 'ann', '--email', email, '--password-stdin'], {
      stdin: 'a quiet harbour at dusk',
    })
  expect(await add('ann')).toMatchObject({ status: 1, err: expect.stringContaining('email is no e-mail address') })
  expect(await add('Ann@EXAMPLE.com')).toMatchObject({ status: 0 })
  const db = new Database(join(folder, 'data', 'gatehouse.db'), { readonly: true })
  expect(db.prepare('SELECT email FROM User').all()).toEqual([{ email: 'Ann@example.com' }])
  db.close()
})
