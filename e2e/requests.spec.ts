import { type Browser, expect, type Page } from '@playwright/test'
import { startSmtp } from '@/core/testing/smtp'
import { signIn, test } from './fixtures'
import { RequestsPage } from './pages/requests'
import { TerminalPage } from './pages/terminal'
import { expectAccessible } from './support/axe'
import { seed } from './support/house'
import { invite } from './support/invite'
import { t } from './support/labels'
import { ownNode } from './support/own-node'
import { freePort } from './support/ports'
import { Visitor } from './support/visitor'

const password = 'the operator walks at dawn'

/** A node where everyone may ask for the one host, and an operator, an auditor and the administrator in a browser each. */
async function houseOfAskers(
  page: Page,
  browser: Browser,
  sshd: Parameters<typeof seed>[2],
  options: Parameters<typeof ownNode>[0] = {},
) {
  const { node, visitor } = await ownNode(options)
  await signIn(page.context(), visitor)
  const seeded = await seed(page, node, sshd)
  await node.command(['grants', 'remove', '--name', 'Everyone: all hosts'])
  const asking = ['--name', 'may ask', '--everyone', '--all-hosts', '--approvals', '1', '--break-glass']
  await node.command(['grants', 'add', ...asking])
  await invite(page, node, { name: 'olga', role: 'operator', password })
  await invite(page, node, { name: 'audra', role: 'auditor', password })
  const as = async (name: string) => {
    const context = await browser.newContext()
    await signIn(context, await new Visitor(node.url).signIn(name, password))
    return context.newPage()
  }
  const [theirs, reviewer] = [await as('olga'), await as('audra')]
  const close = async () => {
    await theirs.context().close()
    await reviewer.context().close()
    await node.dispose()
  }
  return { ...seeded, node, theirs, reviewer, close }
}

/** Says on the profile page where mail goes. */
async function setAddress(page: Page, origin: string, address: string): Promise<void> {
  await page.goto(`${origin}/profile`)
  await page.getByLabel(t('profile.mail.address')).fill(address)
  await page.getByRole('button', { name: t('profile.mail.save') }).click()
  await expect(page.getByRole('group', { name: t('profile.mail.topics') })).toBeVisible()
}

const linkIn = (text = '') => /https?:\S+\/requests\/[\w-]+/.exec(text)?.[0] ?? ''

test('a request is asked, approved, used, ended and reviewed, in one thread', async ({ page, browser, sshd }) => {
  test.setTimeout(360_000)
  const [port, smtp] = [await freePort(), await startSmtp({ starttls: 'off' })]
  const settings = {
    GATEHOUSE_URL: `http://127.0.0.1:${port}`,
    GATEHOUSE_SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
    GATEHOUSE_SMTP_STARTTLS: 'off',
    GATEHOUSE_SMTP_FROM: 'gate@example.com',
  }
  const house = await houseOfAskers(page, browser, sshd, { port, settings })
  const { node, theirs, reviewer, close, hostId, hostName, accountId } = house
  const sent = (to: string, subject: string) =>
    smtp.mail((one) => one.to.includes(to) && one.mail.subject?.includes(subject) === true)
  try {
    await test.step('approver and asker say where their mail goes', async () => {
      await setAddress(page, node.url, 'ada@example.com')
      await expectAccessible(page, 'the profile with mail')
      await setAddress(theirs, node.url, 'olga@example.com')
    })

    const [asker, approver, signer] = [theirs, page, reviewer].map((one) => new RequestsPage(one, node.url))
    if (!asker || !approver || !signer) throw new Error('three people')
    const url = await test.step('the terminal refuses and leads to asking', async () => {
      await theirs.goto(`${node.url}/terminal?account=${accountId}`)
      await theirs.getByRole('link', { name: t('terminal.askAccess') }).click()
      await theirs.waitForURL(/\/requests\/new/)
      await expectAccessible(theirs, 'asking')
      return asker.fill({ minutes: 15, reason: 'the disk of harbour is full' })
    })

    await test.step('the approver is told while their page is open, and the asker may not answer', async () => {
      await page.goto(`${node.url}/hosts`)
      const entry = page.getByRole('navigation', { name: t('nav.main') }).getByRole('link', { name: /waits for you/ })
      await expect(entry).toBeVisible({ timeout: 45_000 })
      await theirs.reload()
      await asker.tells('the disk of harbour is full', t('requests.step.waiting', { needed: 1 }))
      await expect(theirs.getByRole('button', { name: t('requests.decide.approve') })).toHaveCount(0)
    })

    await test.step('approved by the link in the mail: the asker is told, and the shell opens', async () => {
      const { mail } = await sent('ada@example.com', `olga: ${sshd.login}@${hostName}`)
      expect(linkIn(mail.text)).toBe(url)
      await page.goto(linkIn(mail.text))
      await expectAccessible(page, 'a request that waits')
      await approver.approve(url, 'go ahead')
      const answer = await sent('olga@example.com', 'Approved')
      expect(linkIn(answer.mail.text)).toBe(url)
      expect(answer.mail.references).toBe(mail.references)
      await theirs.goto(`${node.url}/hosts`)
      await theirs.goto(`${node.url}/terminal/${accountId}`)
      const terminal = new TerminalPage(theirs)
      await terminal.open()
      await terminal.run('echo $((6*7))-approved')
      await terminal.shows('42-approved')
    })

    await test.step('ended by the approver: the shell is cut off, with the reason', async () => {
      await page.goto(url)
      await approver.tells(`${sshd.login}@${hostName}`)
      await approver.end()
      await new TerminalPage(theirs).ended('grant-removed')
    })

    await test.step('reviewed, with the recording at hand', async () => {
      await reviewer.goto(`${node.url}/requests?view=review`)
      await reviewer.getByRole('link', { name: `${sshd.login}@${hostName}` }).click()
      await reviewer.waitForURL(url)
      const session = reviewer.getByRole('link', { name: `${sshd.login}@${hostName}` })
      await expect(session).toHaveAttribute('href', /^\/sessions\//)
      await signer.sign('as it was asked for')
      await signer.tells(t('requests.step.signed', { who: 'audra' }))
      await expectAccessible(reviewer, 'a request that was reviewed')
      await reviewer.goto(`${node.url}/requests?view=review`)
      await expect(reviewer.getByText(t('common.nothingFound'))).toBeVisible()
    })

    await test.step('a refusal says why', async () => {
      const second = await asker.ask(hostId, { minutes: 30, reason: 'once more' })
      await approver.refuse(second, 'use the replica')
      await theirs.reload()
      await asker.tells('use the replica')
      await expectAccessible(theirs, 'a request that was refused')
      await theirs.goto(`${node.url}/requests`)
      await expect(theirs.getByRole('row')).toHaveCount(3)
      await expectAccessible(theirs, 'the requests')
    })
  } finally {
    await close()
    await smtp.close()
  }
})

test('access that was approved ends by itself', async ({ page, browser, sshd }) => {
  test.setTimeout(360_000)
  const { node, theirs, close, hostId, accountId } = await houseOfAskers(page, browser, sshd)
  try {
    const url = await new RequestsPage(theirs, node.url).ask(hostId, { minutes: 15, reason: 'a look' })
    await new RequestsPage(page, node.url).approve(url, 'for a minute', 1)
    await theirs.goto(`${node.url}/terminal/${accountId}`)
    const terminal = new TerminalPage(theirs)
    await terminal.open()
    await expect(theirs.getByRole('alert').filter({ hasText: t('endReason.grant-expired.title') })).toBeVisible({
      timeout: 90_000,
    })
    await theirs.goto(url)
    await new RequestsPage(theirs, node.url).tells(t('requests.step.ended'))
  } finally {
    await close()
  }
})

test('broken glass opens at once, and a review is owed by someone else', async ({ page, browser, sshd }) => {
  test.setTimeout(360_000)
  const { node, theirs, reviewer, close, hostId, accountId } = await houseOfAskers(page, browser, sshd)
  try {
    const asker = new RequestsPage(theirs, node.url)
    const url = await asker.ask(hostId, { minutes: 15, reason: 'the site is down', breakGlass: true })
    await asker.tells(t('requests.step.owed'))
    await theirs.goto(`${node.url}/terminal/${accountId}`)
    const terminal = new TerminalPage(theirs)
    await terminal.open()
    await terminal.run('exit')
    await terminal.ended('exited')
    await theirs.goto(url)
    await asker.end()
    await expect(theirs.getByRole('button', { name: t('requests.review.sign') })).toHaveCount(0)
    await reviewer.goto(`${node.url}/requests?view=review`)
    await expect(reviewer.getByText(t('requests.owed'), { exact: true })).toBeVisible()
    await reviewer.goto(url)
    await new RequestsPage(reviewer, node.url).sign('it was down indeed')
    await theirs.reload()
    await asker.tells(t('requests.step.signed', { who: 'audra' }))
    await page.goto(`${node.url}/audit?action=request.break-glass`)
    await expect(page.getByRole('cell', { name: 'olga' }).first()).toBeVisible()
  } finally {
    await close()
  }
})
