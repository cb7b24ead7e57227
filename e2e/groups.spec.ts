import { join } from 'node:path'
import { expect } from '@playwright/test'
import Database from 'better-sqlite3'
import { signIn, test } from './fixtures'
import { expectAccessible } from './support/axe'
import { labels, t } from './support/labels'
import { checkLooks } from './support/looks'
import type { GatehouseNode } from './support/node'
import { ownNode } from './support/own-node'

const crowd = 1000

/** Adds so many users as if they had been added one by one, "Person 0000" and on. */
function addCrowd(node: GatehouseNode): void {
  const db = new Database(join(node.dataFolder, 'gatehouse.db'), { timeout: 10_000 })
  try {
    const insert = db.prepare(
      `INSERT INTO "User" ("id", "name", "nameKey", "role", "createdAt", "updatedAt") VALUES (?, ?, ?, 'operator', ?, ?)`,
    )
    const at = new Date().toISOString()
    db.transaction(() => {
      for (let n = 0; n < crowd; n++) {
        const name = `Person ${String(n).padStart(4, '0')}`
        insert.run(`crowd-${n}`, name, name.toLowerCase(), at, at)
      }
    })()
  } finally {
    db.close()
  }
}

/** Makes what the identity provider would have said: someone's membership in a group. */
function provide(node: GatehouseNode, groupId: string, userId: string): void {
  const db = new Database(join(node.dataFolder, 'gatehouse.db'), { timeout: 10_000 })
  try {
    db.prepare(`INSERT INTO "GroupMember" ("groupId", "userId", "source") VALUES (?, ?, 'oidc')`).run(groupId, userId)
  } finally {
    db.close()
  }
}

test('groups are made, filled from a thousand users by search, changed and deleted', async ({ page, context }) => {
  const { node, visitor } = await ownNode()
  try {
    addCrowd(node)
    await signIn(context, visitor)
    await page.goto(`${node.url}/hosts`)
    await page
      .getByRole('navigation', { name: t('nav.main') })
      .getByRole('link', { name: t('nav.groups'), exact: true })
      .click()
    await expect(page.getByText(t('groups.empty.title'))).toBeVisible()
    await checkLooks(page, 'no groups')
    const members = page.getByRole('table')
    const groupId = await test.step('a name is taken once, in any case', async () => {
      await page.getByRole('link', { name: t('groups.new') }).click()
      await page.getByLabel(t('groups.field.name')).fill('Web team')
      await page.getByLabel(t('groups.field.description')).fill('Looks after the shops')
      await checkLooks(page, 'a new group')
      await page.getByRole('button', { name: t('groups.create') }).click()
      await expect(page.getByRole('heading', { name: 'Web team', level: 1 })).toBeVisible()
      const id = page.url().split('/').at(-1) ?? ''
      await page.goto(`${node.url}/groups/new`)
      await page.getByLabel(t('groups.field.name')).fill('WEB TEAM')
      await page.getByRole('button', { name: t('groups.create') }).click()
      await expect(page.getByText(t('errors.field.taken'))).toBeVisible()
      return id
    })
    await test.step('people are found by a few letters and added by Enter, by keyboard alone', async () => {
      await page.goto(`${node.url}/groups/${groupId}`)
      await expect(page.getByText(t('groups.members.none'))).toBeVisible()
      const dialog = page.getByRole('dialog', { name: t('groups.add.title') })
      // The key works once the page's script does.
      await expect(async () => {
        if (!(await dialog.isVisible())) await page.keyboard.press('n')
        await expect(dialog).toBeVisible({ timeout: 1000 })
      }).toPass()
      await expect(dialog.getByRole('option')).toHaveCount(20)
      await expect(dialog.getByRole('combobox')).toHaveValue('')
      for (const name of ['Person 0777', 'Person 0999']) {
        await page.keyboard.type(name)
        await expect(dialog.getByRole('option')).toHaveText([new RegExp(name)])
        await expect(dialog.getByRole('option', { name })).toHaveAttribute('aria-disabled', 'false')
        await page.keyboard.press('Enter')
        await expect(dialog.getByText(t('groups.add.nothing'))).toBeVisible()
        await page.keyboard.press('ControlOrMeta+a')
      }
      await expectAccessible(page, 'adding people')
      await page.keyboard.press('Escape')
      await expect(members.getByText('Person 0777')).toBeVisible()
      await expect(members.getByText('Person 0999')).toBeVisible()
    })
    await test.step('who comes from the provider stays, the others can be removed', async () => {
      provide(node, groupId, 'crowd-5')
      await page.reload()
      await checkLooks(page, 'a group')
      const provided = page.getByRole('row').filter({ hasText: 'Person 0005' })
      await expect(provided.getByText(t('groups.members.fromProvider'))).toBeVisible()
      await expect(provided.getByRole('button')).toHaveCount(0)
      await page.getByRole('button', { name: t('groups.members.removeName', { name: 'Person 0999' }) }).click()
      const question = page.getByRole('alertdialog')
      await expect(question).toContainText('Person 0999')
      await question.getByRole('button', { name: t('groups.members.remove'), exact: true }).click()
      await expect(members.getByText('Person 0999')).toHaveCount(0)
      await expect(members.getByText('Person 0777')).toBeVisible()
    })
    await test.step('members are searched and sorted in the URL', async () => {
      await page.getByRole('link', { name: t('groups.members.name') }).click()
      await page.waitForURL(/dir=desc/)
      await expect(members.getByRole('row').nth(1)).toContainText('Person 0777')
      await page.getByLabel(t('groups.members.search')).fill('0005')
      await page.waitForURL(/q=0005/)
      await expect(members.getByText('Person 0777')).toHaveCount(0)
    })
    await test.step('it gets another name, which users show too', async () => {
      await page.goto(`${node.url}/groups/${groupId}`)
      await page.getByLabel(t('groups.field.name'), { exact: true }).fill('Shops')
      await page.getByRole('button', { name: t('common.save') }).click()
      await expect(page.getByRole('heading', { name: 'Shops', level: 1 })).toBeVisible()
      await page.goto(`${node.url}/users?q=Person 0777`)
      await page.getByRole('table').getByRole('link', { name: 'Shops' }).click()
      await expect(page.getByRole('heading', { name: 'Shops', level: 1 })).toBeVisible()
    })
    await test.step('deleting names what goes with it', async () => {
      await page.getByRole('button', { name: t('common.delete') }).click()
      const question = page.getByRole('alertdialog')
      await expect(question).toContainText(t('groups.delete.text', { name: 'Shops', members: 2 }))
      await question.getByRole('button', { name: t('common.delete') }).click()
      await expect(page.getByText(t('groups.empty.title'))).toBeVisible()
      await page.goto(`${node.url}/audit?q=group`)
      for (const action of ['create', 'update', 'members', 'delete']) {
        await expect(
          page
            .getByRole('table')
            .getByText(t(`audit.action.group-${action}`), { exact: true })
            .first(),
        ).toBeVisible()
      }
    })
  } finally {
    await node.dispose()
  }
})

test('an auditor reads the groups, an operator does not', async ({ page, context }) => {
  const { node, visitor } = await ownNode()
  const zh = labels('zh-CN')
  try {
    await signIn(context, visitor)
    await page.goto(`${node.url}/groups/new`)
    await page.getByLabel(t('groups.field.name')).fill('Night shift')
    await page.getByRole('button', { name: t('groups.create') }).click()
    await page.waitForURL(/\/groups\/[0-9a-f-]{36}$/)
    const group = page.url()
    const db = new Database(join(node.dataFolder, 'gatehouse.db'), { timeout: 10_000 })
    const become = (role: string) => db.prepare(`UPDATE "User" SET "role" = ?`).run(role)
    try {
      become('auditor')
      await context.addCookies([{ name: 'gatehouse-locale', value: 'zh-CN', url: node.url }])
      await page.goto(`${node.url}/groups`)
      await expect(page.getByRole('link', { name: zh('groups.new') })).toHaveCount(0)
      await page.getByRole('link', { name: 'Night shift' }).click()
      await expect(page.getByText(zh('groups.members.none'))).toBeVisible()
      await expect(page.getByRole('button', { name: zh('groups.add.title') })).toHaveCount(0)
      await checkLooks(page, 'a group as an auditor sees it')
      const id = group.split('/').at(-1)
      expect((await visitor.request(`/api/v1/groups/${id}/candidates?q=`)).status).toBe(403)
      become('operator')
      for (const path of ['/groups', `/groups/${id}`, '/groups/new']) {
        const text = await (await visitor.request(path)).text()
        expect(text, path).toContain(t('errors.not-allowed'))
        expect(text, path).not.toContain('Night shift')
      }
    } finally {
      db.close()
    }
  } finally {
    await node.dispose()
  }
})
