import { beforeAll, beforeEach, expect, it } from 'vitest'
import { composeMail } from '@/i18n/mail'
import { createGrant } from '../access/grants'
import { systemActor, type UserActor } from '../actor'
import { changeAddress, changeOwnAddress, chooseTopics, mailProfile, rememberLanguage } from '../identity/mail-profile'
import { inspectLink, redeemLink } from '../identity/one-time-links'
import { newPasswordLink, sendPasswordLink } from '../identity/user-passwords'
import { createUser } from '../identity/users'
import { createHost } from '../inventory/hosts'
import { askAccess, breakGlass } from '../requests/ask'
import { approveRequest, refuseRequest } from '../requests/decide-request'
import { addTestUser, describeEachDatabase, type TestPlatform } from '../testing/platform'
import { MailOutbox, mostAnHour } from './mail-outbox'
import type { Message, SendOutcome } from './smtp'

const browser = { clientAddress: '192.0.2.10', userAgent: 'test', device: null }
const settings = {
  GATEHOUSE_URL: 'https://gate.example.com',
  GATEHOUSE_SMTP_URL: 'smtp://mail.example.com',
  GATEHOUSE_SMTP_FROM: 'gate@example.com',
  GATEHOUSE_REQUEST_MAX_PENDING: '1000',
}

/** Where mail goes in these tests: what a server would have been given. What it answers is a test's to say. */
class Post {
  readonly messages: Message[] = []
  answers: SendOutcome[] = []

  async send(message: Message): Promise<SendOutcome> {
    const answer = this.answers.shift() ?? { kind: 'sent' }
    if (answer.kind === 'sent') this.messages.push(message)
    return answer
  }

  take() {
    return this.messages.splice(0).map(({ to, subject }) => `${to.address}: ${subject}`)
  }
}

describeEachDatabase(
  'mail',
  (open) => {
    let post: Post
    let outbox: MailOutbox
    let [ada, ben, olga]: UserActor[] = []
    let hostId = ''
    const who = (one: UserActor | undefined): UserActor => {
      if (!one) throw new Error('not there yet')
      return one
    }

    beforeAll(async () => {
      const platform = open()
      ada = await person(platform, 'administrator', 'ada')
      ben = await person(platform, 'administrator', 'ben')
      olga = await person(platform, 'operator', 'olga')
      await person(platform, 'auditor', 'audra')
      await addTestUser(platform, 'administrator', 'without address')
      const input = { name: 'db1', address: 'db1.example.com', accounts: [{ login: 'root' }] }
      hostId = (await createHost(platform, systemActor, input)).id
      const grant = { everyone: true, allHosts: true, capabilities: ['shell'] }
      await createGrant(platform, systemActor, { ...grant, name: 'ask', approvals: 1, breakGlass: true })
    })
    beforeEach(async () => {
      post = new Post()
      outbox = new MailOutbox(open(), post, composeMail, { awayMs: [0] })
      await outbox.run()
      post.take()
      await open().db.outgoingMail.deleteMany()
    })

    async function person(platform: TestPlatform, role: 'administrator' | 'operator' | 'auditor', name: string) {
      const actor = await addTestUser(platform, role, name)
      await changeAddress(platform, systemActor, actor.id, { email: `${name}@example.com` })
      return actor
    }

    const ask = (reason = 'the disk is full', by = olga) =>
      askAccess(open(), who(by), { hostId, login: 'root', minutes: 60, reason })

    it('tells those who may answer a request, and then the one who asked', async () => {
      const { id } = await ask('the <b>disk</b> is full\nreally')
      await outbox.run()
      await outbox.run()
      const [first] = post.messages
      expect(post.take().sort()).toEqual(
        ['ada', 'ben'].map((name) => `${name}@example.com: Access is asked for: olga: root@db1`),
      )
      expect(first?.text).toContain(`https://gate.example.com/requests/${id}`)
      expect(first?.text).toContain('the <b>disk</b> is full\nreally')
      expect(first?.html).toContain('the &lt;b&gt;disk&lt;/b&gt; is full')
      expect(first?.html).not.toContain('<b>')
      await approveRequest(open(), who(ada), id, { comment: 'go' })
      await outbox.run()
      const [answer] = post.messages
      expect(post.take()).toEqual(['olga@example.com: Approved: olga: root@db1'])
      expect(answer?.text).toContain('Comment: go')
      expect(answer?.thread).toBe(first?.thread)
      expect(answer?.messageId).not.toBe(first?.messageId)
    })

    it('leaves out whoever asked, does without it, or is too late to be asked', async () => {
      const own = await ask('mine', ada)
      await chooseTopics(open(), who(ben), { off: ['approvals'] })
      await outbox.run()
      expect(post.take()).toEqual([])
      expect((await mailProfile(open(), who(ben))).off).toEqual(['approvals'])
      await chooseTopics(open(), who(ben), { off: [] })
      await refuseRequest(open(), who(ben), own.id, { comment: 'no' })
      const answered = await ask('soon answered')
      await refuseRequest(open(), who(ada), answered.id, { comment: 'no' })
      await outbox.run()
      expect(post.take().sort()).toEqual([
        'ada@example.com: Refused: ada: root@db1',
        'olga@example.com: Refused: olga: root@db1',
      ])
    })

    it('tells everyone concerned of broken glass, and of the review once it can begin', async () => {
      const { id } = await breakGlass(open(), who(olga), { hostId, login: 'root', minutes: 60, reason: 'down' })
      await outbox.run()
      expect(post.take().sort()).toEqual(
        ['ada', 'audra', 'ben'].map((name) => `${name}@example.com: Glass broken: olga: root@db1`),
      )
      const { db } = open()
      const owed = { kind: 'review-owed', sentAt: null }
      const waiting = await db.outgoingMail.findMany({ where: owed })
      const { validUntil } = await db.accessRequest.findUniqueOrThrow({ where: { id } })
      expect(waiting.map(({ dueAt }) => dueAt)).toEqual([validUntil, validUntil, validUntil])
      await db.outgoingMail.updateMany({ where: owed, data: { dueAt: new Date() } })
      await db.outgoingMail.updateMany({
        where: { ...owed, address: 'ben@example.com' },
        data: { dueAt: new Date(Date.now() + 60_000) },
      })
      await outbox.run()
      expect(post.take().sort()).toEqual(
        ['ada', 'audra'].map((name) => `${name}@example.com: A review is owed: olga: root@db1`),
      )
      await db.accessRequest.update({ where: { id }, data: { reviewState: 'signed' } })
      await db.outgoingMail.updateMany({ where: owed, data: { dueAt: new Date() } })
      await outbox.run()
      expect(post.take()).toEqual([])
    })

    it('warns the address before when it is changed, also when it is changed again at once', async () => {
      const eva = await person(open(), 'operator', 'eva')
      await changeOwnAddress(open(), eva, { email: 'Eva@Elsewhere.example' })
      await changeOwnAddress(open(), eva, { email: '' })
      await changeOwnAddress(open(), eva, { email: '' })
      await outbox.run()
      const subject = 'Mail of your account goes elsewhere now'
      expect(post.take()).toEqual([`eva@example.com: ${subject}`, `Eva@elsewhere.example: ${subject}`])
      expect((await mailProfile(open(), eva)).email).toBeNull()
      const stale = { ...eva, provenAt: 0 }
      await expect(changeOwnAddress(open(), stale, { email: 'x@example.com' })).rejects.toMatchObject({
        code: 'step-up-required',
      })
      await expect(changeOwnAddress(open(), eva, { email: 'x@y\r\nBcc: z@y' })).rejects.toMatchObject({
        fields: { email: 'mail-invalid' },
      })
    })

    it('writes in the language that someone chose', async () => {
      await rememberLanguage(open(), who(olga), 'zh-CN')
      await rememberLanguage(open(), who(olga), 'tlh')
      const { id } = await ask()
      await refuseRequest(open(), who(ada), id, { comment: '用副本' })
      await outbox.run()
      const [mail] = post.messages
      expect(post.take()).toEqual(['olga@example.com: 已拒绝：olga: root@db1'])
      expect(mail?.text).toContain('备注：用副本')
      expect(mail?.html).toContain('<html lang="zh-CN">')
      await rememberLanguage(open(), who(olga), 'en')
    })

    it('sends a link of its own, which ends with the one that was shown', async () => {
      const platform = open()
      const input = { name: 'invited', role: 'operator', email: 'invited@example.com', sendLink: true }
      const { id, link } = await createUser(platform, systemActor, input)
      await outbox.run()
      const [mail] = post.messages
      expect(post.take()).toEqual(['invited@example.com: Your link to Gatehouse'])
      const tokenOf = (text = '') => /\/setup\/([\w-]{43})/.exec(text)?.[1] ?? ''
      const [shown, mailed] = [tokenOf(link), tokenOf(mail?.text)]
      expect(mailed).not.toBe(shown)
      expect(await inspectLink(platform, mailed, browser.clientAddress)).toMatchObject({ userName: 'invited' })
      await redeemLink(platform, mailed, { password: 'the heron waits at noon' }, browser)
      expect(await inspectLink(platform, shown, browser.clientAddress)).toBeNull()
      // Nothing is left to be sent, and no event or row of the database says what the link is.
      await expect(sendPasswordLink(platform, systemActor, id)).rejects.toMatchObject({ code: 'link-invalid' })
      const events = await platform.db.auditEvent.findMany({ where: { targetId: id } })
      expect(JSON.stringify(events)).not.toContain(mailed)
      const second = tokenOf(await newPasswordLink(platform, systemActor, id))
      await sendPasswordLink(platform, systemActor, id)
      await outbox.run()
      const again = tokenOf(post.messages.find(({ subject }) => subject.includes('link'))?.text)
      await newPasswordLink(platform, systemActor, id)
      for (const gone of [second, again]) expect(await inspectLink(platform, gone, browser.clientAddress)).toBeNull()
    })

    it('refuses to send a link where there is no address', async () => {
      const input = { name: 'nowhere', role: 'operator', sendLink: true }
      await expect(createUser(open(), systemActor, input)).rejects.toMatchObject({ code: 'mail-unavailable' })
    })

    it('keeps what the server does not take now, drops what it never will, and sends the same again under the same name', async () => {
      const platform = open()
      const { id } = await ask('again')
      post.answers = [{ kind: 'away', reason: 'down' }]
      await outbox.run()
      expect(post.take()).toEqual([])
      post.answers = [
        { kind: 'refused', reason: 'no such user' },
        { kind: 'later', reason: 'greylisted' },
      ]
      await outbox.run()
      expect(post.take()).toEqual([])
      const [left, ...none] = await platform.db.outgoingMail.findMany({ where: { sentAt: null, kind: 'asked' } })
      expect(none).toEqual([])
      expect(left?.attempts).toBe(1)
      expect(left?.dueAt.getTime()).toBeGreaterThan(Date.now() + 30_000)
      const now = { dueAt: new Date(), sentAt: null }
      await platform.db.outgoingMail.updateMany({ where: { id: left?.id ?? '' }, data: now })
      await outbox.run()
      await platform.db.outgoingMail.updateMany({ where: { id: left?.id ?? '' }, data: now })
      await outbox.run()
      const ids = post.messages.map(({ messageId }) => messageId)
      expect(ids).toHaveLength(2)
      expect(new Set(ids).size).toBe(1)
      post.take()
      // A day later it would tell nobody anything.
      const longAgo = new Date(Date.now() - 25 * 3_600_000)
      await platform.db.outgoingMail.updateMany({ where: { id: left?.id ?? '' }, data: { ...now, wantedAt: longAgo } })
      await outbox.run()
      expect(post.take()).toEqual([])
      await refuseRequest(platform, who(ada), id, { comment: 'no' })
    })

    it('makes one mail of a flood', async () => {
      const platform = open()
      const gus = await person(platform, 'operator', 'gus')
      await outbox.run()
      post.take()
      for (let count = 0; count < mostAnHour + 5; count++) await ask(`number ${count}`, gus)
      await outbox.run()
      const forAda = () => post.messages.filter(({ to }) => to.address === 'ada@example.com')
      expect(forAda()).toHaveLength(mostAnHour)
      post.take()
      // Ten minutes after the last of them, the rest comes together.
      const before = new Date(Date.now() - 11 * 60_000)
      await platform.db.outgoingMail.updateMany({ where: { sentAt: { not: null } }, data: { sentAt: before } })
      await platform.db.outgoingMail.updateMany({ where: { sentAt: null }, data: { dueAt: new Date() } })
      await outbox.run()
      const [digest, ...more] = forAda()
      expect(more).toEqual([])
      expect(digest?.subject).toBe('5 notices from Gatehouse')
      expect(digest?.text.match(/Access is asked for: gus: root@db1/g)).toHaveLength(5)
      await outbox.run()
      expect(forAda()).toHaveLength(1)
    })
  },
  settings,
)
