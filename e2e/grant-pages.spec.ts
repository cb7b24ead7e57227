import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { type Browser, expect, type Page } from '@playwright/test'
import Database from 'better-sqlite3'
import { signIn, test } from './fixtures'
import { CredentialsPage } from './pages/credentials'
import { HostsPage } from './pages/hosts'
import { TerminalPage } from './pages/terminal'
import { expectAccessible } from './support/axe'
import { labels, t } from './support/labels'
import { checkLooks } from './support/looks'
import { GatehouseNode } from './support/node'
import { administrator } from './support/own-node'
import { Visitor } from './support/visitor'

const operator = { name: 'olga', password: 'olga walks at dawn' }

/** A node with an administrator and nothing that opens a host. */
async function bareNode(settings: Record<string, string> = {}) {
  const node = await GatehouseNode.start({ settings })
  await node.command(['admin', 'create', '--name', administrator.name, '--password-stdin'], administrator.password)
  const visitor = await new Visitor(node.url).signIn(administrator.name, administrator.password)
  return { node, visitor }
}

/** Adds an operator by the pages, who sets their password; answers a browser page of theirs. */
async function invite(page: Page, browser: Browser, node: GatehouseNode): Promise<Page> {
  await page.goto(`${node.url}/users/new`)
  await page.getByLabel(t('users.name'), { exact: true }).fill(operator.name)
  await page.getByRole('button', { name: t('users.create') }).click()
  const shown = page.getByText(/\/setup\//).first()
  await expect(shown).toBeVisible()
  const link = /https?:\S+\/setup\/[\w-]+/.exec((await shown.textContent()) ?? '')?.[0] ?? ''
  const theirs = await (await browser.newContext()).newPage()
  await theirs.goto(link)
  await theirs.getByLabel(t('auth.password'), { exact: true }).fill(operator.password)
  await theirs.getByLabel(t('auth.repeat')).fill(operator.password)
  await theirs.getByRole('button', { name: t('auth.setup.submit') }).click()
  await theirs.waitForURL(/\/hosts$/)
  return theirs
}

test('a grant is made with its preview, opens a host, says why, and closes it again', async ({
  page,
  context,
  browser,
  sshd,
}) => {
  test.setTimeout(360_000)
  const { node, visitor } = await bareNode({ GATEHOUSE_ACCEPT_HOST_KEYS: 'operators' })
  try {
    await signIn(context, visitor)
    const theirs = await test.step('there is a host and an operator, and nothing opens', async () => {
      await page.goto(`${node.url}/grants`)
      await expect(page.getByText(t('grants.empty.title'))).toBeVisible()
      await checkLooks(page, 'no grants')
      await new CredentialsPage(page, node.url).addKey('harbour key', sshd.privateKey)
      await new HostsPage(page, node.url).add({
        name: 'harbour',
        address: sshd.host,
        port: sshd.port,
        tags: 'demo, loopback',
        accounts: [{ login: sshd.login, credential: 'harbour key' }],
      })
      const operators = await invite(page, browser, node)
      await expect(operators.getByText(t('hosts.empty.ask', { names: administrator.name }))).toBeVisible()
      await page.goto(`${node.url}/hosts`)
      await page
        .getByRole('status')
        .filter({ hasText: t('hosts.noGrants.title') })
        .getByRole('link', { name: t('hosts.noGrants.add') })
        .click()
      return operators
    })
    await test.step('the form says what it lacks', async () => {
      await page.getByRole('button', { name: t('grants.create') }).click()
      await expect(page.getByText(t('errors.invalid-input'))).toBeVisible()
      await expect(page.getByLabel(t('grants.field.name'), { exact: true })).toBeFocused()
      await expect(page.getByText(t('errors.field.required'))).toHaveCount(3)
    })
    await test.step('a person is found by a few letters, hosts by an expression that is checked as it is typed', async () => {
      await page.getByLabel(t('grants.field.name'), { exact: true }).fill('Olga to the demo hosts')
      const people = page.getByRole('combobox', { name: t('grants.field.people') })
      await people.fill('OLG')
      await expect(page.getByRole('listbox').getByRole('option', { name: /olga/ })).toBeVisible()
      await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(1)
      await people.press('Enter')
      await people.press('Escape')
      const chosen = page.getByRole('list', { name: t('grants.picker.chosen') })
      await expect(chosen.getByText('olga')).toBeVisible()
      const tags = page.getByLabel(t('grants.field.tags'), { exact: false }).and(page.locator('input'))
      await tags.fill('demo and')
      await expect(
        page.getByText(t('grants.tags.at', { position: 9, problem: t('errors.field.tags-tag-expected') })),
      ).toBeVisible()
      await tags.fill('demo and not legacy')
      await expect(page.getByText(t('grants.tags.match', { count: 1 }).trim())).toContainText('harbour')
      await page.getByRole('button', { name: t('grants.quick.hours8') }).click()
      await page.getByLabel(t('grants.field.reason')).check()
    })
    await test.step('the preview names who gains what', async () => {
      await page.getByRole('button', { name: t('grants.preview.run') }).click()
      const gains = page.getByRole('region', { name: t('grants.preview.gainTitle') })
      await expect(gains).toContainText(t('grants.preview.pair', { user: 'olga', host: 'harbour' }))
      await page.getByLabel(t('grants.field.hours')).check()
      await expect(page.getByText(t('grants.preview.stale'))).toBeVisible()
      await checkLooks(page, 'a new grant')
      await page.getByLabel(t('grants.field.hours')).uncheck()
      await page.getByRole('button', { name: t('grants.create') }).click()
      await expect(page.getByRole('heading', { name: 'Olga to the demo hosts', level: 1 })).toBeVisible()
      await expect(page.getByText(t('grants.condition.reasonNeeded'))).toBeVisible()
      await checkLooks(page, 'a grant')
    })
    const grant = page.url()
    await test.step('the host says who reaches it and why, the person what they reach', async () => {
      await new HostsPage(page, node.url).open('harbour')
      const reach = page.getByRole('region', { name: t('grants.reach.hostTitle') })
      const row = reach.getByRole('row').filter({ hasText: 'olga' })
      await expect(row).toContainText('Olga to the demo hosts')
      await expect(row).toContainText(t('grants.reach.via.user'))
      await expect(row).toContainText(t('grants.reach.open.reason'))
      await expect(row).toContainText(sshd.login)
      await checkLooks(page, 'a host with who reaches it')
      await row.getByRole('link', { name: 'olga', exact: true }).click()
      await expect(page.getByRole('heading', { name: 'olga', level: 1 })).toBeVisible()
      await expect(page.getByRole('row').filter({ hasText: 'harbour' })).toContainText('Olga to the demo hosts')
      await checkLooks(page, 'a user')
    })
    const terminal = new TerminalPage(theirs)
    await test.step('the operator says why, and is let in', async () => {
      await new HostsPage(theirs, node.url).connect('harbour')
      const why = theirs.getByLabel(t('terminal.reason.label'))
      await expect(why).toBeFocused()
      await expectAccessible(theirs, 'the question for a reason')
      await why.fill('CHG-4711 restart')
      await why.press('Enter')
      await terminal.acceptHostKey()
      await terminal.open()
      await page.goto(`${node.url}/audit?action=session.start`)
      await page.getByText(t('audit.detail')).first().click()
      await expect(page.getByText('CHG-4711 restart').first()).toBeVisible()
    })
    await test.step('a change that takes access away is shown before it is saved', async () => {
      await page.goto(`${grant}/edit`)
      await page.getByLabel(t('grants.field.someLogins')).check()
      await page.getByLabel(t('grants.field.loginList'), { exact: true }).fill('someone-else')
      await page.getByRole('button', { name: t('common.save') }).click()
      await expect(page.getByText(t('grants.preview.confirm'))).toBeVisible()
      const losses = page.getByRole('region', { name: t('grants.preview.lossTitle') })
      await expect(losses).toContainText(t('grants.preview.pair', { user: 'olga', host: 'harbour' }))
      await expect(page.getByRole('button', { name: t('grants.preview.saveLoss') })).toBeVisible()
      await checkLooks(page, 'a change that takes access away')
      await page.getByLabel(t('grants.field.anyLogin')).check()
      await page.getByLabel(t('grants.field.name'), { exact: true }).fill('Olga for today')
      await page.getByRole('button', { name: t('common.save') }).click()
      await expect(page.getByRole('heading', { name: 'Olga for today', level: 1 })).toBeVisible()
    })
    await test.step('disabled, it names who loses what, and nothing is left to the operator', async () => {
      await page.getByRole('button', { name: t('grants.action.disable') }).click()
      const question = page.getByRole('alertdialog')
      await expect(question).toContainText(t('grants.preview.pair', { user: 'olga', host: 'harbour' }))
      await expectAccessible(page, 'the question before a grant is disabled')
      await question.getByRole('button', { name: t('grants.action.disable') }).click()
      await expect(page.getByText(t('grants.state.disabled'), { exact: true }).first()).toBeVisible()
      await theirs.goto(`${node.url}/hosts`)
      await expect(theirs.getByText(t('hosts.empty.titleReader'))).toBeVisible()
      await page.goto(`${node.url}/grants?state=disabled`)
      await expect(page.getByRole('link', { name: 'Olga for today' })).toBeVisible()
    })
    await test.step('deleted, it is gone, and the audit log has all of it', async () => {
      await page.getByRole('link', { name: 'Olga for today' }).click()
      await page.getByRole('button', { name: t('common.delete') }).click()
      const question = page.getByRole('alertdialog')
      await expect(question).toContainText(t('grants.action.gone', { name: 'Olga for today' }))
      await question.getByRole('button', { name: t('common.delete') }).click()
      await expect(page.getByText(t('grants.empty.title'))).toBeVisible()
      await page.goto(`${node.url}/audit?q=grant`)
      for (const action of ['create', 'update', 'delete']) {
        await expect(
          page
            .getByRole('table')
            .getByText(t(`audit.action.grant-${action}`), { exact: true })
            .first(),
        ).toBeVisible()
      }
    })
    await theirs.context().close()
  } finally {
    await node.dispose()
  }
})

/** So many grants as if they had been made one by one; a tenth of each is disabled, over, or was used. */
function addMany(node: GatehouseNode, count: number): void {
  const db = new Database(join(node.dataFolder, 'gatehouse.db'), { timeout: 10_000 })
  try {
    const insert = db.prepare(
      `INSERT INTO "Grant" ("id", "name", "nameKey", "description", "searchKey", "everyone", "allHosts", "tagExpression", "logins", "capabilities", "validUntil", "networks", "requiresSecondFactor", "requiresReason", "disabledAt", "createdAt", "updatedAt", "createdBy", "lastUsedAt")
       VALUES (?, ?, ?, '', ?, 1, 0, 'prod and team-1', '["deploy*"]', '["shell"]', ?, '[]', 0, 1, ?, ?, ?, 'ada', ?)`,
    )
    const now = new Date().toISOString()
    const past = new Date(Date.now() - 3_600_000).toISOString()
    db.transaction(() => {
      for (let n = 0; n < count; n++) {
        const name = `Grant ${String(n).padStart(5, '0')}`
        const tenth = n % 10
        const [over, off, used] = [tenth === 1 ? past : null, tenth === 2 ? now : null, tenth === 3 ? now : null]
        insert.run(randomUUID(), name, name.toLowerCase(), name.toLowerCase(), over, off, now, now, used)
      }
    })()
  } finally {
    db.close()
  }
}

test('ten thousand grants are searched, filtered, sorted and paged; auditors read them, operators do not', async ({
  page,
  context,
}) => {
  const { node, visitor } = await bareNode()
  const zh = labels('zh-CN')
  try {
    addMany(node, 10_000)
    await signIn(context, visitor)
    await page.goto(`${node.url}/hosts`)
    await page
      .getByRole('navigation', { name: t('nav.main') })
      .getByRole('link', { name: t('nav.grants') })
      .click()
    const rows = page.getByRole('table').locator('tbody tr')
    await expect(rows).toHaveCount(50)
    await expect(rows.first()).toContainText('deploy*')
    await checkLooks(page, 'many grants')
    await page.getByLabel(t('grants.filter.state')).selectOption('expired')
    await page.waitForURL(/state=expired/)
    await expect(page.getByText(t('common.range', { first: 1, last: 50, total: 1000 }))).toBeVisible()
    await page.getByRole('link', { name: t('common.next') }).click()
    await page.waitForURL(/page=2/)
    await page.goto(`${node.url}/grants?use=never&sort=name&dir=desc`)
    await expect(page.getByText(t('common.range', { first: 1, last: 50, total: 9000 }))).toBeVisible()
    await expect(rows.first()).toContainText('Grant 09999')
    await page.getByLabel(t('grants.search')).fill('09998')
    await expect(rows).toHaveCount(1)
    await test.step('they are reviewed by last use, and the answers are kept', async () => {
      await page.goto(`${node.url}/grants`)
      await page.getByRole('link', { name: t('grants.review') }).click()
      await expect(page.getByRole('heading', { name: t('grants.reviewing.title'), level: 1 })).toBeVisible()
      await checkLooks(page, 'a review of grants')
      await page.goto(`${node.url}/grants/review?due=90&q=grant 0000`)
      await expect(rows).toHaveCount(10)
      await page.getByRole('button', { name: t('grants.reviewing.confirmName', { name: 'Grant 00000' }) }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel(t('grants.reviewing.comment')).fill('still on call')
      await dialog.getByRole('button', { name: t('grants.reviewing.confirm') }).click()
      await expect(rows).toHaveCount(9)
      await page.getByRole('button', { name: t('grants.reviewing.removeName', { name: 'Grant 00002' }) }).click()
      const question = page.getByRole('alertdialog')
      await question.getByLabel(t('grants.reviewing.comment')).fill('nobody needs it')
      await expectAccessible(page, 'the question before a grant is removed')
      await question.getByRole('button', { name: t('grants.reviewing.remove') }).click()
      await expect(rows).toHaveCount(8)
      for (const said of ['still on call', 'nobody needs it']) await expect(page.getByText(said)).toBeVisible()
    })
    const db = new Database(join(node.dataFolder, 'gatehouse.db'), { timeout: 10_000 })
    const become = (role: string) => db.prepare(`UPDATE "User" SET "role" = ?`).run(role)
    try {
      become('auditor')
      await context.addCookies([{ name: 'gatehouse-locale', value: 'zh-CN', url: node.url }])
      await page.goto(`${node.url}/grants`)
      await expect(page.getByRole('heading', { name: zh('grants.title'), level: 1 })).toBeVisible()
      await expect(page.getByRole('link', { name: zh('grants.new') })).toHaveCount(0)
      await rows.first().getByRole('link').click()
      await expect(page.getByText(zh('grants.condition.reasonNeeded'))).toBeVisible()
      await expect(page.getByRole('button', { name: zh('common.delete') })).toHaveCount(0)
      await checkLooks(page, 'a grant as an auditor sees it')
      const id = page.url().split('/').at(-1)
      for (const path of ['/grants/new', `/grants/${id}/edit`]) {
        expect(await (await visitor.request(path)).text(), path).toContain(t('errors.not-allowed'))
      }
      expect((await visitor.request('/api/v1/grants/subjects?q=')).status).toBe(403)
      become('operator')
      for (const path of ['/grants', `/grants/${id}`, '/grants/new']) {
        const text = await (await visitor.request(path)).text()
        expect(text, path).toContain(t('errors.not-allowed'))
        expect(text, path).not.toContain('Grant 0')
      }
      for (const path of ['subjects?q=', 'hosts?q=', 'matches?tags=prod']) {
        expect((await visitor.request(`/api/v1/grants/${path}`)).status, path).toBe(403)
      }
    } finally {
      db.close()
    }
  } finally {
    await node.dispose()
  }
})
