import { createGrant, deleteGrant, updateGrant } from '@/core/access/grants'
import { changeMembers, createGroup } from '@/core/identity/groups'
import { newPasswordLink } from '@/core/identity/user-passwords'
import { createUser, disableUser } from '@/core/identity/users'
import { revokeWebSession } from '@/core/identity/web-sessions'
import { askAccess } from '@/core/requests/ask'
import { enrol } from '@/core/testing/authenticator'
import { expect, test } from './fixtures'
import { type Stage, setStage } from './matrix/stage'
import { run } from './matrix/world'
import { form } from './support/actions'
import { addPerson, goInside, type Inside, type Person, signInAgain, stagehand } from './support/inside'
import { t } from './support/labels'
import { LiveClient } from './support/live-client'
import { GatehouseNode } from './support/node'
import { Visitor } from './support/visitor'

const password = 'the warden walks at dawn'
const profile = 'action app/(portal)/profile/actions.ts'

test.describe('a sign-in', () => {
  let node: GatehouseNode
  let inside: Inside
  test.beforeAll(async () => {
    node = await GatehouseNode.start({ settings: { GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1' } })
    inside = await goInside(node)
  })
  test.afterAll(async () => {
    await inside?.close()
    await node?.dispose()
  })

  /** Someone with a password and an app. */
  async function add(name: string) {
    await node.command(['admin', 'create', '--name', name, '--password-stdin'], password + name)
    const { id } = await inside.db.user.findUniqueOrThrow({ where: { nameKey: name } })
    const { actor } = await signInAgain(inside, node, { id })
    return { name, password: password + name, ...(await enrol(inside, actor, password + name)) }
  }

  /** Sends the sign-in's form; answers who the browser is then, or the error. */
  async function send(browser: Visitor, fields: Record<string, string>, csrf?: string): Promise<string> {
    const { csrfToken } = (await (await browser.request('/api/auth/csrf')).json()) as { csrfToken: string }
    const answer = await browser.request('/api/auth/callback/credentials', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: browser.origin },
      body: new URLSearchParams({ csrfToken: csrf ?? csrfToken, json: 'true', ...fields }),
    })
    const session = (await (await browser.request('/api/auth/session')).json()) as { user?: { name: string } }
    const { url } = (await answer.json().catch(() => ({ url: '' }))) as { url: string }
    return session.user?.name ?? /error=([a-z-]+)/.exec(url)?.[1] ?? 'nobody'
  }

  test('of two people interleaved in one browser lets nobody in but who gave both of their own', async () => {
    const [ann, ben] = [await add('ann'), await add('ben')]
    const first = { name: ann.name, password: ann.password }
    const second = { name: ben.name, password: ben.password }
    const browser = new Visitor(node.url)
    expect(await send(browser, first)).toBe('second-factor-required')
    expect(await send(browser, second)).toBe('second-factor-required')
    expect(await send(browser, { ...first, code: ben.app.code(1) }), 'ben’s code for ann').toBe('second-factor-wrong')
    expect(await send(browser, { ...second, code: ann.app.code(1) }), 'ann’s code for ben').toBe('second-factor-wrong')
    expect(await send(browser, { code: ann.app.code(1) }), 'a code alone').toBe('sign-in-failed')
    expect(await send(browser, { name: ann.name, code: ann.app.code(1) }), 'no password').toBe('sign-in-failed')
    expect(await send(browser, { ...first, password: ben.password, code: ann.app.code(1) })).toBe('sign-in-failed')
    expect(await send(browser, { ...first, code: ben.recoveryCodes[0] ?? '' })).toBe('second-factor-wrong')
    const other = new Visitor(node.url)
    const { csrfToken } = (await (await other.request('/api/auth/csrf')).json()) as { csrfToken: string }
    const whole = { ...second, code: ben.app.code(1) }
    expect(await send(browser, whole, csrfToken), 'with another browser’s token against forgery').toBe('nobody')
    expect(await inside.db.webSession.count({ where: { userAgent: 'node' } })).toBe(0)
    expect(await send(browser, whole)).toBe('ben')
    // What the first one had begun is nobody's: the browser is ben's alone.
    expect(await (await browser.request('/profile')).text()).not.toContain('ann')
  })

  test('takes a code once, at whichever place it is shown, and after a restart too', async () => {
    const cleo = await add('cleo')
    const code = cleo.app.code(1)
    const known = { name: cleo.name, password: cleo.password }
    const browser = new Visitor(node.url)
    expect(await send(browser, { ...known, code })).toBe('cleo')
    expect(await send(new Visitor(node.url), { ...known, code }), 'again').toBe('second-factor-wrong')
    const prove = (shown: string) => run(browser, 'action app/_lib/step-up.ts prove', [form({ code: shown })])
    expect((await prove(code)).code, 'as a fresh proof').toBe('second-factor-wrong')
    const spare = cleo.recoveryCodes[0] ?? ''
    expect((await prove(spare)).code).toBeUndefined()
    await node.stop()
    await node.start()
    expect(await send(new Visitor(node.url), { ...known, code }), 'after a restart').toBe('second-factor-wrong')
    expect(await send(new Visitor(node.url), { ...known, code: spare }), 'a recovery code').toBe('second-factor-wrong')
  })

  test('by a link is not guessed: the address waits, for the right one too, and after a restart', async () => {
    const link = await createUser(inside, stagehand, { name: 'dora', role: 'administrator' })
    const path = new URL(link.link).pathname
    const guesser = new Visitor(node.url, { 'x-forwarded-for': '203.0.113.9' })
    const guess = async (asked: string) => (await guesser.request(asked)).text()
    for (let n = 0; n < 20; n++) {
      expect(await guess(`/setup/${n}${'x'.repeat(42)}`.slice(0, 50))).toContain(t('errors.link-invalid'))
    }
    const wait = /Too many requests\. Try again in \d+ second/
    expect(await guess(path), 'the right one').toMatch(wait)
    // As after a night of guessing, when it waits for a quarter of an hour.
    const key = 'link-address:203.0.113.9'
    await inside.db.signInThrottle.update({ where: { key }, data: { failures: 40, blockedUntil: null } })
    expect(await guess('/setup/once-more')).toContain(t('errors.link-invalid'))
    await node.stop()
    await node.start()
    expect(await guess(path)).toMatch(wait)
    const redeem = 'action app/(gate)/setup/[token]/actions.ts redeem'
    const [token, set] = [path.split('/').at(-1) ?? '', form({ password })]
    expect((await run(guesser, redeem, [token, set])).code).toBe('too-many-requests')
    // A link that was replaced is as unknown as any other; nobody else waits.
    await newPasswordLink(inside, stagehand, link.id)
    const dora = new Visitor(node.url)
    expect((await run(dora, redeem, [token, set])).code).toBe('link-invalid')
  })

  test('that ended is not opened again by its cookie', async () => {
    const person = await addPerson(inside, node, { name: 'erin', role: 'operator' })
    const { visitor } = person
    const { csrfToken } = (await (await visitor.request('/api/auth/csrf')).json()) as { csrfToken: string }
    const thief = new Visitor(node.url)
    for (const { name, value } of visitor.cookieList()) thief.setCookie(name, value)
    expect((await thief.request('/hosts')).status).toBe(200)
    await visitor.request('/api/auth/signout', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: visitor.origin },
      body: new URLSearchParams({ csrfToken, json: 'true' }),
    })
    expect((await thief.request('/hosts')).headers.get('location')).toContain('/sign-in')
    expect((await thief.request('/api/v1/hosts')).status).toBe(401)
    await expect(LiveClient.connect(thief)).rejects.toThrow('not-signed-in')
  })

  test('lists tell nothing of what they don’t show, however they are asked', async () => {
    const { actor, visitor } = await addPerson(inside, node, { name: 'faye', role: 'administrator' })
    await node.command(['admin', 'create', '--name', 'gil', '--password-stdin'], password)
    const { passwordHash } = await inside.db.user.findUniqueOrThrow({ where: { nameKey: 'gil' } })
    const { tokenHash } = await inside.db.webSession.findFirstOrThrow({ where: { userId: actor.id } })
    const wrong: string[] = []
    for (const list of ['users', 'hosts', 'sessions']) {
      const ask = async (query: string) => {
        const answer = await visitor.request(`/api/v1/${list}?${query}`)
        return { status: answer.status, text: await answer.text() }
      }
      const plain = await ask('')
      for (const field of [
        'passwordHash',
        'tokenHash',
        'searchKey',
        'nameKey',
        'credentialId',
        'constructor',
        '__proto__',
      ]) {
        const { status, text } = await ask(`sort=${field}`)
        if (status !== 422 || text.includes('scrypt')) wrong.push(`${list} sorted by ${field}: ${status}`)
        const start = encodeURIComponent((passwordHash ?? '').slice(0, 12))
        for (const query of [
          `${field}=${start}`,
          `filter[${field}][startsWith]=${start}`,
          `where={"${field}":{"startsWith":"${start}"}}`,
          `include=${field}&select=${field}&fields=${field}`,
          `orderBy=${field}&sort[${field}]=desc`,
        ]) {
          const answer = await ask(query)
          if (answer.text !== plain.text) wrong.push(`${list}?${query}: answers otherwise than without`)
        }
      }
      for (const hidden of [passwordHash ?? '', (passwordHash ?? '').split('$').at(-1) ?? '', tokenHash, '%', '_']) {
        const { text } = await ask(`q=${encodeURIComponent(hidden)}`)
        if (!text.includes('"total":0')) wrong.push(`${list} finds ${hidden.slice(0, 12)}`)
      }
      if (/hash|scrypt|sealed|wrapped|searchKey/i.test(plain.text)) wrong.push(`${list} shows too much`)
    }
    expect(wrong, wrong.join('\n')).toEqual([])
  })
})

test.describe('what was taken away', () => {
  let stage: Stage
  test.beforeAll(async () => {
    stage = await setStage()
  })
  test.afterAll(() => stage?.close())

  let people = 0
  async function add(): Promise<{ person: Person; grantId: string }> {
    const { inside, node, saltmarsh, grantFor } = stage
    const person = await addPerson(inside, node, { name: `person ${++people}`, role: 'operator' })
    return { person, grantId: (await createGrant(inside, stagehand, grantFor(person, saltmarsh, {}))).id }
  }

  /** Opens a shell, takes something away, and sees how long the socket still takes what is typed. */
  async function cutsOff(person: Person, take: () => Promise<unknown>): Promise<number> {
    const live = await LiveClient.connect(person.visitor)
    const { sessionId } = await live.open({ kind: 'account', accountId: stage.saltmarsh.accountId })
    await live.until(() => live.states.at(-1)?.state === 'open')
    live.type(sessionId, 'echo before-$((1+1))\n')
    await live.until(() => live.text().includes('before-2'))
    await take()
    const taken = Date.now()
    await live.until(() => live.socket.disconnected)
    const after = Date.now() - taken
    live.type(sessionId, 'echo after-$((1+1))\n')
    await expect
      .poll(async () => (await stage.inside.db.session.findUniqueOrThrow({ where: { id: sessionId } })).endedAt)
      .not.toBeNull()
    expect(live.text()).not.toContain('after-2')
    await expect(LiveClient.connect(person.visitor)).rejects.toThrow('not-signed-in')
    expect((await person.visitor.request('/hosts')).headers.get('location')).toContain('/sign-in')
    return after
  }

  test('a web session: its open socket is closed within two seconds, here and from another process', async () => {
    const { inside, node } = stage
    const { person } = await add()
    const other = await signInAgain(inside, node, person.actor)
    const { webSessionId } = person.actor
    expect(await cutsOff(person, () => run(other.visitor, `${profile} revoke`, [webSessionId]))).toBeLessThan(2000)
    const third = await signInAgain(inside, node, person.actor)
    const revoke = () => revokeWebSession(inside, other.actor, third.actor.webSessionId)
    expect(await cutsOff(third, revoke), 'by a process without sockets').toBeLessThan(2000)
    const disable = () => disableUser(inside, stagehand, person.actor.id)
    expect(await cutsOff(other, disable), 'with the account').toBeLessThan(2000)
  })

  test('a grant, while its host’s key is asked about: the answer pins nothing', async () => {
    const { inside, saltmarsh } = stage
    await inside.db.hostKey.deleteMany({ where: { hostId: saltmarsh.hostId } })
    const { person, grantId } = await add()
    const live = await LiveClient.connect(person.visitor)
    const { sessionId } = await live.open({ kind: 'account', accountId: saltmarsh.accountId })
    await live.until(() => live.prompts.length > 0)
    await deleteGrant(inside, stagehand, grantId)
    await live.acceptHostKey(sessionId)
    await live.until(() => live.end !== undefined)
    expect(await inside.db.hostKey.count({ where: { hostId: saltmarsh.hostId } })).toBe(0)
    live.close()
  })

  test('nothing is approved by its asker, by one person twice, nor by someone moved out of the group', async () => {
    const { inside, node, saltmarsh, grantFor } = stage
    const asker = await addPerson(inside, node, { name: 'asker', role: 'administrator' })
    const [one, two] = [
      await addPerson(inside, node, { name: 'one', role: 'operator' }),
      await addPerson(inside, node, { name: 'two', role: 'auditor' }),
    ]
    const { id: groupId } = await createGroup(inside, stagehand, { name: 'approvers' })
    const members = [asker, one, two].map(({ actor }) => actor.id)
    await changeMembers(inside, stagehand, groupId, { add: members, remove: [] })
    const grant = grantFor(asker, saltmarsh, { approvals: 2, approverGroupId: groupId })
    const { id: grantId } = await createGrant(inside, stagehand, grant)
    const wanted = { hostId: saltmarsh.hostId, login: saltmarsh.login, minutes: 60, reason: 'mine' }
    const { id } = await askAccess(inside, asker.actor, wanted)
    const decide = async ({ visitor }: Person) =>
      (await run(visitor, 'action app/(portal)/requests/actions.ts decideOn', [id, form({ verdict: 'approved' })])).code
    const opens = async () => {
      const live = await LiveClient.connect(asker.visitor)
      const said = await live.open({ kind: 'account', accountId: saltmarsh.accountId }).then(() => 'opens', String)
      live.close()
      return said
    }
    expect(await decide(asker), 'by the asker').toBe('own-request')
    const many = await Promise.all(Array.from({ length: 8 }, () => decide(one)))
    expect(
      many.filter((code) => code === undefined),
      'once of eight times',
    ).toHaveLength(1)
    expect(many.filter((code) => code === 'decided-already')).toHaveLength(7)
    expect(await opens()).toContain('no-access')
    await changeMembers(inside, stagehand, groupId, { add: [], remove: [one.actor.id] })
    expect(await decide(two), 'the second, but the first has left').toBeUndefined()
    expect(await decide(one), 'and can’t say it again').toBe('not-found')
    expect(await opens()).toContain('no-access')
    // Neither does it open by asking for less than was approved.
    await updateGrant(inside, stagehand, grantId, { ...grant, approvals: 1 })
    expect(await opens()).toContain('no-access')
  })
})
