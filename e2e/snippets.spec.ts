import type { Locator, Page } from '@playwright/test'
import { expect, signIn, test } from './fixtures'
import { TerminalPage } from './pages/terminal'
import { WorkplacePage } from './pages/workplace'
import { addPerson, goInside } from './support/inside'
import { t } from './support/labels'

/** Someone's pages: the snippets, and a terminal to put them in. */
class Desk {
  readonly place: WorkplacePage
  readonly terminal: TerminalPage

  constructor(
    readonly page: Page,
    private readonly origin: string,
  ) {
    this.place = new WorkplacePage(page, origin)
    this.terminal = new TerminalPage(page)
  }

  async goto(): Promise<void> {
    await this.page.goto(`${this.origin}/snippets`)
  }

  row(name: string): Locator {
    return this.page.getByRole('row').filter({ has: this.page.getByRole('link', { name, exact: true }) })
  }

  /** Writes a snippet that may be run, on its page. */
  async write({
    name,
    text,
    scope,
    gaps,
  }: Record<'name' | 'text', string> & { scope: 'own' | 'shared'; gaps: string[] }): Promise<void> {
    const { page } = this
    await this.goto()
    await page
      .getByRole('link', { name: t('snippets.new') })
      .first()
      .click()
    await page.getByLabel(t('snippets.field.name'), { exact: true }).fill(name)
    await page.getByLabel(t('snippets.field.text'), { exact: true }).fill(text)
    for (const gap of gaps) await expect(page.getByText(gap, { exact: true })).toBeVisible()
    await page.getByLabel(t('snippets.field.scope'), { exact: true }).selectOption(scope)
    await page.getByLabel(t('snippets.field.runs')).check()
    await page.getByRole('button', { name: t('snippets.create') }).click()
    await expect(this.row(name)).toContainText(t(`snippets.scope.${scope}`))
  }

  async shell(accountId: string): Promise<void> {
    await this.place.empty()
    await this.place.open(accountId)
    await this.terminal.open()
    await this.terminal.clear()
  }

  /** Finds a snippet in the terminal by a few letters; answers the dialog that asks for its gaps. */
  async pick(letters: string, name: string): Promise<Locator> {
    const { page } = this
    await page.keyboard.press('Control+Shift+S')
    const picker = page.getByRole('dialog', { name: t('snippets.picker.title') })
    await expect(picker.getByRole('option').first()).toBeVisible()
    await page.keyboard.type(letters)
    await expect(picker.getByRole('option')).toHaveCount(1)
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name })
    await expect(dialog.getByRole('textbox').first()).toBeFocused()
    return dialog
  }
}

test('a snippet is written on its page, filled in a terminal, and typed or run; a shared one by others too', async ({
  signedIn,
  browser,
  house,
}) => {
  const ada = new Desk((await signedIn()).page, house.node.url)
  await ada.write({
    name: 'Greeting',
    text: 'echo "{{greeting:good}}-$((1+1))-{{whom}}"',
    scope: 'own',
    gaps: ['greeting = good', 'whom'],
  })
  await ada.write({ name: 'For all', text: 'echo {{word}}-$((2+3))', scope: 'shared', gaps: ['word'] })

  await test.step('typed, and run by its writer alone', async () => {
    const { page, terminal } = ada
    await ada.shell(house.accountId)
    const dialog = await ada.pick('greet', 'Greeting')
    await expect(dialog.getByLabel('greeting', { exact: true })).toHaveValue('good')
    await dialog.getByLabel('whom', { exact: true }).fill('the harbour')
    await expect(dialog).toContainText('echo "good-$((1+1))-the harbour"')
    await page.keyboard.press('Enter')
    await expect(dialog).toBeHidden()
    await terminal.shows('echo "good-$((1+1))-the harbour"')
    // Had Enter come along, the answer would stand before what is typed now.
    await page.keyboard.type(' all')
    await terminal.shows('the harbour" all')
    await page.keyboard.press('Enter')
    await terminal.showsLine('good-2-the harbour all')
    expect(await terminal.lines()).not.toContain('good-2-the harbour')
  })

  await test.step('run where it says so', async () => {
    const dialog = await ada.pick('greet', 'Greeting')
    await dialog.getByLabel('greeting', { exact: true }).fill('fine')
    await dialog.getByLabel('whom', { exact: true }).fill('ada')
    await dialog.getByRole('button', { name: t('snippets.picker.run') }).click()
    await ada.terminal.showsLine('fine-2-ada')
  })

  const inside = await goInside(house.node)
  const { visitor } = await addPerson(inside, house.node, { name: 'sam', role: 'operator' })
  await inside.close()
  const context = await browser.newContext()
  try {
    await signIn(context, visitor)
    const sam = new Desk(await context.newPage(), house.node.url)

    await test.step('somebody else reads the shared one, and may not change it', async () => {
      await sam.goto()
      await expect(sam.row('For all')).toContainText(t('snippets.scope.shared'))
      await expect(sam.row('Greeting')).toHaveCount(0)
      await sam.page.getByRole('link', { name: 'For all', exact: true }).click()
      const main = sam.page.getByRole('main')
      await expect(main.getByRole('heading', { level: 1, name: 'For all' })).toBeVisible()
      await expect(main).toContainText('echo {{word}}-$((2+3))')
      await expect(main.getByRole('textbox')).toHaveCount(0)
      await expect(main.getByRole('button', { name: t('common.delete') })).toHaveCount(0)
    })

    await test.step('and uses it', async () => {
      await sam.shell(house.accountId)
      const dialog = await sam.pick('e', 'For all')
      await sam.page.keyboard.type('sams')
      await dialog.getByRole('button', { name: t('snippets.picker.run') }).click()
      await sam.terminal.showsLine('sams-5')
    })
  } finally {
    await context.close()
  }
})
