import { randomBytes } from 'node:crypto'
import { expect, signIn, test } from './fixtures'
import { HostsPage } from './pages/hosts'
import { TerminalPage } from './pages/terminal'
import { seed } from './support/house'
import { invite } from './support/invite'
import { t } from './support/labels'
import { checkLooks } from './support/looks'
import { ownNode } from './support/own-node'
import { Visitor } from './support/visitor'

const password = 'the operator walks at dawn'

test('a grant names a group of hosts; a host that leaves it is closed at once', async ({ page, browser, sshd }) => {
  test.setTimeout(240_000)
  const { node, visitor } = await ownNode()
  const context = await browser.newContext()
  try {
    await signIn(page.context(), visitor)
    const { hostName } = await seed(page, node, sshd)
    await node.command(['grants', 'remove', '--name', 'Everyone: all hosts'])
    const name = `olga-${randomBytes(3).toString('hex')}`
    await invite(page, node, { name, role: 'operator', password })
    await signIn(context, await new Visitor(node.url).signIn(name, password))
    const theirs = await context.newPage()
    await theirs.goto(`${node.url}/hosts`)
    await expect(theirs.getByText(hostName, { exact: true })).toHaveCount(0)

    await test.step('an administrator makes a group, from the list of hosts', async () => {
      await page.goto(`${node.url}/hosts`)
      await page
        .getByRole('main')
        .getByRole('link', { name: t('hosts.groups') })
        .click()
      await expect(page.getByText(t('hostGroups.empty.title'))).toBeVisible()
      await checkLooks(page, 'no host groups')
      await page.getByRole('link', { name: t('hostGroups.new') }).click()
      await page.getByLabel(t('groups.field.name')).fill('Shops')
      await page.getByRole('button', { name: t('groups.create') }).click()
      await expect(page.getByRole('heading', { name: 'Shops', level: 1 })).toBeVisible()
      await expect(page.getByText(t('hostGroups.grants.none'))).toBeVisible()
    })
    const group = page.url()
    await test.step('a grant that names it is added from there', async () => {
      await page.getByRole('link', { name: t('hostGroups.grants.add') }).click()
      await expect(page.getByRole('heading', { name: t('grants.new') })).toBeVisible()
      await page.getByLabel(t('grants.field.name'), { exact: true }).fill('Shop team')
      const people = page.getByRole('combobox', { name: t('grants.field.people') })
      await people.fill(name)
      await expect(page.getByRole('option', { name: new RegExp(name) })).toBeVisible()
      await people.press('Enter')
      await people.press('Escape')
      const hosts = page.getByRole('combobox', { name: t('grants.field.hosts') })
      await hosts.fill('sho')
      await expect(page.getByRole('option', { name: /Shops/ })).toHaveAttribute('aria-selected', 'true')
      await hosts.press('Escape')
      await page.getByRole('button', { name: t('grants.create') }).click()
      await expect(page.getByRole('heading', { name: 'Shop team', level: 1 })).toBeVisible()
      await expect(page.getByRole('link', { name: 'Shops' })).toBeVisible()
    })
    await test.step('a host is found by a part of its name, and who gains by it is shown first', async () => {
      await page.goto(group)
      await expect(page.getByRole('link', { name: 'Shop team' })).toBeVisible()
      const find = page.getByRole('combobox', { name: t('hostGroups.add.label') })
      await find.fill('harb')
      await expect(page.getByRole('option', { name: /harbour/ })).toBeVisible()
      await find.press('Enter')
      await find.press('Escape')
      const gains = page.getByRole('region', { name: t('grants.preview.gainTitle') })
      await expect(gains).toContainText(t('grants.preview.pair', { user: name, host: hostName }))
      await checkLooks(page, 'hosts to be added to a group')
      await page.getByRole('button', { name: t('hostGroups.add.button', { count: 1 }) }).click()
      await expect(page.getByRole('row').filter({ hasText: hostName })).toBeVisible()
      await checkLooks(page, 'a host group')
    })
    const terminal = new TerminalPage(theirs)
    await test.step('the operator sees the host and its shell opens', async () => {
      await new HostsPage(theirs, node.url).connect(hostName)
      await terminal.open()
      await terminal.run('echo $((6*7))-grouped')
      await terminal.shows('42-grouped')
    })
    await test.step('taking it out names who loses it, and ends the shell with the reason', async () => {
      await page.getByRole('button', { name: t('hostGroups.members.removeName', { name: hostName }) }).click()
      const question = page.getByRole('alertdialog')
      await expect(question.getByRole('region', { name: t('grants.preview.lossTitle') })).toContainText(
        t('grants.preview.pair', { user: name, host: hostName }),
      )
      await question.getByRole('button', { name: t('hostGroups.members.remove') }).click()
      await terminal.ended('grant-removed')
      await expect(page.getByText(t('hostGroups.members.none'))).toBeVisible()
    })
    await test.step('the list counts hosts and grants; deleting says what goes', async () => {
      await page.goto(`${node.url}/host-groups`)
      await expect(page.getByRole('row').filter({ hasText: 'Shops' })).toBeVisible()
      await checkLooks(page, 'host groups')
      await page.getByRole('link', { name: 'Shops' }).click()
      await page.getByRole('button', { name: t('common.delete') }).click()
      await page
        .getByRole('alertdialog')
        .getByRole('button', { name: t('common.delete') })
        .click()
      await expect(page.getByText(t('hostGroups.empty.title'))).toBeVisible()
    })
  } finally {
    await context.close()
    await node.dispose()
  }
})
