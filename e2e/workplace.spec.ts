import { paneKeys } from '@/components/terminal/keys'
import { capsOf, workplaceKeys } from '@/components/workplace/keys'
import { test as base, expect } from './fixtures'
import { HostsPage } from './pages/hosts'
import { WorkplacePage } from './pages/workplace'
import { expectAccessible } from './support/axe'
import { labels, t } from './support/labels'

/** Each test begins with an empty workplace. */
const test = base.extend<{ place: WorkplacePage }>({
  place: async ({ signedIn, house }, use) => {
    const { page } = await signedIn()
    const place = new WorkplacePage(page, house.node.url)
    await place.empty()
    await use(place)
  },
})

test('a split gives a second shell on the same host, and the first keeps its text', async ({ place, house }) => {
  await place.open(house.accountId)
  const first = place.page.locator(`[data-pane="${await place.focused.getAttribute('data-pane')}"]`)
  await place.run('echo first-$((1+1)); tty')
  await place.shows(first, 'first-2')
  const terminal = await first.locator('.xterm').elementHandle()
  await place.split('right')
  await place.split('down')
  await place.run('echo third-$((1+2))')
  await place.shows(place.focused, 'third-3')
  await place.shows(first, 'first-2')
  // The very element: nothing was made anew.
  expect(await terminal?.evaluate((element) => element.isConnected)).toBe(true)
  await place.page.keyboard.press('Alt+Shift+ArrowLeft')
  await expect(first).toHaveAttribute('data-focused', '')
  await place.run('echo back-$((2+2))')
  await place.shows(first, 'back-4')
  expect(await place.text(place.panes.last())).not.toContain('back-4')
})

for (const reducedMotion of ['no-preference', 'reduce'] as const) {
  test(`moving a pane to a tab and back keeps its shell and the keyboard (motion: ${reducedMotion})`, async ({
    place,
    house,
  }) => {
    await place.page.emulateMedia({ reducedMotion })
    await place.open(house.accountId)
    await place.split('right')
    await place.run('export KEPT=kept-shell')
    await place.choose('tab of its own', t('workplace.command.paneToTab'))
    await expect(place.tabs).toHaveCount(2)
    await expect(place.panes).toHaveCount(1)
    await place.run('echo $KEPT')
    await place.shows(place.focused, 'kept-shell')

    // Dragged from the tabs onto the lower half of the other pane.
    await place.tabs.first().click()
    const [tab, target] = [await place.box(place.tabs.last()), await place.box(place.focused)]
    await place.page.mouse.move(tab.x + 40, tab.y + tab.height / 2)
    await place.page.mouse.down()
    await place.page.mouse.move(target.x + target.width / 2, target.y + target.height * 0.8, { steps: 5 })
    await expect(place.page.locator('[data-drop-mark="down"]')).toBeVisible()
    await place.page.mouse.up()
    await expect(place.tabs).toHaveCount(1)
    await expect(place.panes).toHaveCount(2)
    await place.run('echo again-$KEPT')
    await place.shows(place.focused, 'again-kept-shell')
  })
}

test('panes are walked with the keys, dragged onto one another and moved; tabs are dragged among themselves', async ({
  place,
  house,
}) => {
  const { mouse, keyboard } = place.page
  const named = async () => place.page.locator(`[data-pane="${await place.focused.getAttribute('data-pane')}"]`)
  await place.open(house.accountId)
  await place.run('KEPT=kept-$((1+1)); clear')
  const first = await named()
  await place.split('right')
  const second = await named()
  await place.split('down')
  const third = await named()

  for (const [key, pane] of [
    ['Up', second],
    ['Left', first],
    ['Right', second],
    ['Down', third],
  ] as const) {
    await keyboard.press(`Alt+Shift+Arrow${key}`)
    await expect(pane).toHaveAttribute('data-focused', '')
    await expect(pane.locator('.xterm-helper-textarea')).toBeFocused()
  }

  const boxes = () => Promise.all([first, second, third].map((pane) => place.box(pane)))
  const mark = (where: string) => place.page.locator(`[data-drop-mark="${where}"]`)
  /** Takes the first pane by its grip, and holds it over the right half of the third one. */
  const drag = async () => {
    const [grip, target] = [await place.box(first.getByTitle(t('workplace.drag'))), await place.box(third)]
    await mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2)
    await mouse.down()
    await mouse.move(target.x + target.width * 0.8, target.y + target.height / 2, { steps: 5 })
    await expect(mark('right')).toBeVisible()
  }
  await test.step('a drag that Escape ends leaves everything where it was', async () => {
    const before = await boxes()
    await drag()
    await keyboard.press('Escape')
    await expect(mark('right')).toBeHidden()
    await mouse.up()
    expect(await boxes()).toEqual(before)
  })

  await test.step('a pane goes to the half of another that is marked', async () => {
    await drag()
    const [, , target] = await boxes()
    const half = { x: (target?.x ?? 0) + (target?.width ?? 0) / 2, width: (target?.width ?? 0) / 2 }
    const off = async () => {
      const { x, width } = await place.box(mark('right'))
      return Math.abs(x - half.x) + Math.abs(width - half.width)
    }
    await expect.poll(off).toBeLessThan(2)
    await mouse.up()
    await expect.poll(async () => (await place.box(first)).x).toBeGreaterThan((await place.box(third)).x)
    const [one, two, three] = await boxes()
    expect(one?.y).toBe(three?.y)
    // Its old place went to the others: the second one has the whole width now, the two below share it.
    expect(two?.width).toBeCloseTo(4 * half.width, 0)
    expect(one?.width).toBeCloseTo(2 * half.width, 0)
    expect(three?.width).toBeCloseTo(2 * half.width, 0)
    await place.run('echo $KEPT')
    await place.shows(first, 'kept-2')
  })

  await test.step('commands move it on, and share the room', async () => {
    await place.choose('pane to the left', t('workplace.command.moveLeft'))
    await expect.poll(async () => (await place.box(first)).x).toBeLessThan((await place.box(third)).x)
    await place.choose('pane up', t('workplace.command.moveUp'))
    await expect.poll(async () => (await place.box(first)).y).toBeLessThan((await place.box(second)).y)
    const heights = async () => (await boxes()).map(({ height }) => height)
    const apart = async () => Math.max(...(await heights())) - Math.min(...(await heights()))
    expect(await apart()).toBeGreaterThan(50)
    await place.choose('same room', t('workplace.command.equalise'))
    await expect.poll(apart).toBeLessThan(2)
    await place.choose('pane down', t('workplace.command.moveDown'))
    await expect.poll(async () => (await place.box(first)).y).toBeGreaterThan((await place.box(second)).y)
    await place.run('echo again-$KEPT')
    await place.shows(first, 'again-kept-2')
  })

  await test.step('a tab goes where it is dragged', async () => {
    await place.choose(house.hostName, house.hostName)
    await expect(place.tabs).toHaveCount(2)
    await place.opened()
    const tabs = place.page.locator('[data-tab]')
    const order = () => tabs.evaluateAll((all) => all.map((tab) => tab.getAttribute('data-tab')))
    const before = await order()
    for (const end of ['Escape', 'release']) {
      const [from, to] = [await place.box(tabs.last()), await place.box(tabs.first())]
      await mouse.move(from.x + 40, from.y + from.height / 2)
      await mouse.down()
      await mouse.move(to.x + 10, to.y + to.height / 2, { steps: 4 })
      await expect(mark('bar')).toBeVisible()
      if (end === 'Escape') await keyboard.press('Escape')
      await mouse.up()
      await expect(mark('bar')).toBeHidden()
      await expect.poll(order).toEqual(end === 'Escape' ? before : before.toReversed())
    }
    await expect(tabs.first().getByRole('tab')).toHaveAttribute('aria-selected', 'true')
  })
})

test('dividers are dragged, moved with the arrow keys and doubled-clicked', async ({ place, house }) => {
  await place.open(house.accountId)
  await place.split('right')
  const divider = place.dividers
  await expect(divider).toHaveAttribute('aria-valuenow', '50')
  const box = await place.box(divider)
  await place.page.mouse.move(box.x + box.width / 2, box.y + 200)
  await place.page.mouse.down()
  await place.page.mouse.move(box.x - 200, box.y + 200, { steps: 4 })
  await place.page.mouse.up()
  await expect.poll(async () => Number(await divider.getAttribute('aria-valuenow'))).toBeLessThan(40)
  const dragged = Number(await divider.getAttribute('aria-valuenow'))
  await divider.focus()
  await place.page.keyboard.press('ArrowRight')
  await expect(divider).toHaveAttribute('aria-valuenow', String(dragged + 2))
  const columns = async () => {
    await place.panes.first().locator('.xterm').click()
    await place.page.keyboard.press('Control+L')
    await place.run('stty size')
    await expect.poll(() => place.text(place.panes.first())).toMatch(/^\d+ \d+$/m)
    return Number(/^\d+ (\d+)$/m.exec(await place.text(place.panes.first()))?.[1])
  }
  const narrow = await columns()
  await divider.dblclick()
  await expect(divider).toHaveAttribute('aria-valuenow', '50')
  await expect.poll(columns).toBeGreaterThan(narrow)
})

test('zoom and zen give a pane the room, and give it back', async ({ place, house }) => {
  await place.open(house.accountId)
  await place.split('right')
  await place.page.keyboard.press('Control+Shift+X')
  await expect(place.panes).toHaveCount(1)
  await place.page.keyboard.press('Control+Shift+X')
  await expect(place.panes).toHaveCount(2)
  await place.page.keyboard.press('Control+Shift+Z')
  await expect(place.page.getByRole('navigation')).toBeHidden()
  await expect(place.tabs).toHaveCount(0)
  await place.run('echo zen-$((3+3))')
  await place.shows(place.focused, 'zen-6')
  await place.focused.getByRole('button', { name: t('workplace.leaveZen') }).click()
  const navigation = place.page.getByRole('navigation', { name: t('nav.main') })
  await expect(navigation).toBeVisible()
  await expect(place.tabs).toHaveCount(1)
  await place.page.keyboard.press('Control+Shift+Z')
  await expect(navigation).toBeHidden()
  await place.page.keyboard.press('Control+Shift+Z')
  await expect(navigation).toBeVisible()
  await place.run('echo back-$((4+3))')
  await place.shows(place.focused, 'back-7')
})

test('typing to several panes reaches the chosen ones, and is unmistakable', async ({ place, house }) => {
  await place.open(house.accountId)
  await place.split('right')
  await place.split('down')
  await place.page.keyboard.press('Control+Shift+B')
  const banners = place.page.locator('[data-broadcast]')
  await expect(banners).toHaveCount(3)
  await expect(banners.first()).toContainText(t('workplace.broadcast.receiving', { count: 3 }))
  await banners
    .first()
    .getByRole('button', { name: t('workplace.broadcast.exclude') })
    .click()
  await expect(banners).toHaveCount(2)
  const borders = place.page.locator('[data-broadcast-border]')
  await expect(borders).toHaveCount(2)
  for (const index of [1, 2]) {
    const border = place.panes.nth(index).locator(borders)
    await expect(border).toHaveCSS('box-shadow', /rgb\(163, 18, 103\) 0px 0px 0px 3px inset/)
    expect(await place.box(border)).toEqual(await place.box(place.panes.nth(index)))
    await expect(place.panes.nth(index).locator(banners)).toHaveCSS('background-color', 'rgb(163, 18, 103)')
  }
  await place.panes.last().locator('.xterm').click()
  await place.run('echo together-$((4+4))')
  await place.shows(place.panes.nth(1), 'together-8')
  await place.shows(place.panes.nth(2), 'together-8')
  expect(await place.text(place.panes.first())).not.toContain('together')
  await expectAccessible(place.page, 'the workplace while typing to several panes')

  await test.step('a paste is asked about for all of them, though this one would take it whole', async () => {
    await place.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const paste = async (text: string) => {
      await place.page.evaluate((words) => navigator.clipboard.writeText(words), text)
      await place.panes.last().locator('.xterm').click()
      await place.page.keyboard.press('Control+Shift+V')
    }
    const answer = (key: string) => question.getByRole('button', { name: t(key), exact: true }).click()
    const question = place.page.getByRole('alertdialog', { name: t('terminal.pasting.title', { count: 2 }) })
    await place.page.keyboard.press('Control+Shift+B')
    await place.panes.nth(1).locator('.xterm').click()
    await place.run("clear; printf 'reading\\n'; stty -echo; cat")
    await place.shows(place.panes.nth(1), 'reading')
    await place.page.keyboard.press('Control+Shift+B')
    await banners
      .first()
      .getByRole('button', { name: t('workplace.broadcast.exclude') })
      .click()
    await paste('echo never one\necho never two\n')
    const [why = ''] = t('terminal.pasting.together', { panes: '|' }).split('|')
    await expect(question).toContainText(why)
    await expect(question).toContainText(house.hostName)
    await answer('common.cancel')
    await expect(question).toBeHidden()
    await paste('echo sent one\necho sent two\n')
    await answer('terminal.pasting.paste')
    await place.shows(place.panes.nth(1), 'echo sent two')
    await place.shows(place.panes.nth(2), 'echo sent two')
    for (const pane of [1, 2]) expect(await place.text(place.panes.nth(pane))).not.toContain('never')
    await place.panes.last().locator('.xterm').click()
    await place.page.keyboard.press('Control+C')
  })
  await place.page.keyboard.press('Control+Shift+B')
  await expect(banners).toHaveCount(0)
  await expect(borders).toHaveCount(0)
  await place.run('echo alone-$((5+5))')
  await place.shows(place.panes.nth(2), 'alone-10')
  expect(await place.text(place.panes.nth(1))).not.toContain('alone')
})

test('a host is a few letters away, in a tab or beside', async ({ place, house }) => {
  await place.page.keyboard.press('Control+K')
  await place.page.keyboard.type(house.hostName.slice(0, 4))
  await expect(place.palette.getByRole('option', { name: house.hostName }).first()).toHaveAttribute(
    'aria-selected',
    'true',
  )
  await place.page.keyboard.press('Enter')
  await place.opened()
  await place.choose('loopback', house.hostName, 'Shift+Enter')
  await expect(place.panes).toHaveCount(2)
  await place.opened()
  await place.choose('127.0', house.hostName, 'Alt+Enter')
  await expect(place.panes).toHaveCount(3)
  await place.opened()
  const [left, right, below] = await Promise.all([0, 1, 2].map((n) => place.box(place.panes.nth(n))))
  expect(right?.x).toBeGreaterThan(left?.x ?? 0)
  expect(below?.y).toBeGreaterThan(right?.y ?? 0)

  await place.choose('add a gr', t('grants.new'))
  await expect(place.page.getByRole('heading', { level: 1, name: t('grants.new') })).toBeVisible()
})

test('letters and Enter in one go open what they name, however long the answer takes', async ({ place, house }) => {
  await place.open(house.accountId)
  let answer = () => {}
  const gate = new Promise<void>((resolve) => {
    answer = resolve
  })
  const lookup = '**/hosts/lookup?q=har'
  await place.page.route(lookup, async (route) => {
    await gate
    await route.continue()
  })
  const asked = place.page.waitForRequest(lookup)
  await place.page.keyboard.press('Control+Shift+K')
  await place.page.keyboard.type('har')
  await place.page.keyboard.press('Enter')
  await asked
  // The open pane is listed at once, and is not what was meant.
  await expect(place.palette.getByRole('option', { name: house.hostName }).first()).toBeVisible()
  answer()
  await expect(place.palette).toBeHidden()
  await expect(place.tabs).toHaveCount(2)
  await place.opened()
})

test('letters and Enter in one go do what they name, when it is no host', async ({ place, house }) => {
  await place.open(house.accountId)
  await place.split('right')
  let answer = () => {}
  const gate = new Promise<void>((resolve) => {
    answer = resolve
  })
  const lookup = '**/hosts/lookup?q=tab%20of%20its%20own'
  await place.page.route(lookup, async (route) => {
    await gate
    await route.continue()
  })
  const asked = place.page.waitForRequest(lookup)
  await place.page.keyboard.press('Control+Shift+K')
  await expect(place.palette.getByRole('option', { name: house.hostName }).first()).toBeVisible()
  await place.page.keyboard.type('tab of its own')
  await place.page.keyboard.press('Enter')
  await asked
  answer()
  await expect(place.palette).toBeHidden()
  await expect(place.tabs).toHaveCount(2)
})

test('the host’s first line stands below the word that it is connected, when both come at once', async ({
  place,
  house,
}) => {
  // A line that delivers in bursts.
  await place.page.routeWebSocket(/\/socket\.io\//, (browser) => {
    const portal = browser.connectToServer()
    let burst: (string | Buffer)[] = []
    portal.onMessage((message) => {
      if (burst.push(message) > 1) return
      setTimeout(() => {
        for (const one of burst) browser.send(one)
        burst = []
      }, 400)
    })
  })
  await place.open(house.accountId)
  for (let shells = 1; ; shells++) {
    const lines = async () => (await place.text(place.focused)).split('\n').filter(Boolean)
    await expect.poll(async () => (await lines()).at(-1)).toMatch(/[$#]$/)
    expect(await lines()).toContain(`• ${t('terminal.state.open')}`)
    if (shells === 3) break
    await place.split('down')
  }
})

test('the shell’s own keys stay the shell’s', async ({ place, house }) => {
  await place.open(house.accountId)
  await place.page.keyboard.type('echo one two')
  await place.page.keyboard.press('Control+W')
  await place.page.keyboard.type('three-$((1+0))')
  await place.page.keyboard.press('Enter')
  await place.shows(place.focused, 'one three-1')
  await place.page.keyboard.press('Control+R')
  await place.page.keyboard.type('three')
  await place.shows(place.focused, 'reverse-i-search')
  await place.page.keyboard.press('Control+C')
  await place.page.keyboard.press('Control+L')
  await expect.poll(() => place.text(place.focused)).not.toContain('one three-1')
  await place.page.keyboard.press('Control+K')
  await expect(place.palette).toBeHidden()
})

test('tabs are moved, named and closed with the keyboard', async ({ place, house }) => {
  await place.open(house.accountId)
  await place.choose(house.hostName, house.hostName)
  await expect(place.tabs).toHaveCount(2)
  await place.opened()
  await place.tabs.last().focus()
  await place.page.keyboard.press('F2')
  await place.page.keyboard.type('the second')
  await place.page.keyboard.press('Enter')
  await expect(place.tabs.last()).toHaveAccessibleName(/^the second,/)
  await place.tabs.last().focus()
  await place.page.keyboard.press('Shift+ArrowLeft')
  await expect(place.tabs.first()).toHaveAccessibleName(/^the second,/)
  await expect(place.tabs.first()).toBeFocused()
  await place.page.keyboard.press('Delete')
  const question = place.page.getByRole('alertdialog')
  await expect(question).toContainText(house.hostName)
  await question.getByRole('button', { name: t('workplace.closing.end', { count: 1 }) }).click()
  await expect(place.tabs).toHaveCount(1)
  await place.page.keyboard.press('Control+Shift+D')
  await question.getByRole('button', { name: t('common.cancel') }).click()
  await place.run('echo still-$((6+6))')
  await place.shows(place.focused, 'still-12')
})

test('output in another tab is marked until it is seen, and shells go on behind other pages', async ({
  place,
  house,
}) => {
  await place.open(house.accountId)
  await place.run(
    'until [ -e /tmp/gatehouse-go ]; do read -t 0.1 -u 9 9<> <(:); done; echo woken-$((7+7)); rm /tmp/gatehouse-go',
  )
  await place.choose(house.hostName, house.hostName)
  await place.opened()
  await place.run('touch /tmp/gatehouse-go')
  await expect(place.tabs.first()).toHaveAccessibleName(new RegExp(t('workplace.unread.output')))
  await place.page.keyboard.press('Control+Shift+PageUp')
  await place.shows(place.focused, 'woken-14')
  await expect(place.tabs.first()).not.toHaveAccessibleName(new RegExp(t('workplace.unread.output')))

  await place.page.getByRole('link', { name: t('nav.hosts'), exact: true }).click()
  await expect(place.page.getByRole('heading', { level: 1, name: t('hosts.title') })).toBeVisible()
  await expect(place.page.locator('[data-workplace]')).toBeHidden()
  await place.page.getByRole('link', { name: t('nav.terminal'), exact: true }).click()
  await expect(place.page.locator('[data-workplace]')).toBeVisible()
  await place.run('echo gone-on-$((8+8))')
  await place.shows(place.focused, 'gone-on-16')
})

test('tabs, splits and their shells come back after a reload', async ({ place, house }) => {
  await place.open(house.accountId)
  await place.run('KEPT=kept-$((9+9)); echo $KEPT')
  await place.split('right')
  await place.page.keyboard.press('Control+Shift+B')
  await expect(place.page.locator('[data-broadcast]')).toHaveCount(2)
  await place.choose(house.hostName, house.hostName)
  await expect(place.tabs).toHaveCount(2)
  await place.opened()
  await place.saved()
  await place.page.reload()
  await expect(place.tabs).toHaveCount(2)
  await place.tabs.first().click()
  await expect(place.panes).toHaveCount(2)
  await expect(place.page.locator('[data-broadcast]')).toHaveCount(0)
  await place.shows(place.panes.first(), 'kept-18')
  await place.panes.first().locator('.xterm').click()
  await place.run('echo again-$KEPT')
  await place.shows(place.panes.first(), 'again-kept-18')
})

test('a shell that has ended is offered again after a reload', async ({ place, house }) => {
  await place.open(house.accountId)
  await place.run('exit')
  await expect(place.focused.getByRole('button', { name: t('terminal.reconnect') })).toBeVisible()
  await place.saved()
  await place.page.reload()
  await place.focused.getByRole('button', { name: t('workplace.offer.again') }).click()
  await place.opened()
  await expect(place.tabs).toHaveCount(1)
})

test('a running session waits on the list of sessions, and is brought to another window', async ({ place, house }) => {
  await place.open(house.accountId)
  await place.run('echo brought-$((11+11))')
  await place.shows(place.focused, 'brought-22')
  await place.saved()
  const other = new WorkplacePage(await place.page.context().newPage(), house.node.url)
  await other.goto()
  await expect(other.focused).toContainText(t('workplace.offer.elsewhere'))
  await other.focused.getByRole('button', { name: t('workplace.offer.bring') }).click()
  await other.shows(other.focused, 'brought-22')
  await place.page.close()
  await other.page.close()

  const third = new WorkplacePage(await place.page.context().newPage(), house.node.url)
  await third.page.goto(`${house.node.url}/sessions`)
  const own = third.page.getByRole('region', { name: t('sessions.own') })
  await expect(own).toContainText(t('workplace.detached'))
  await own.getByRole('link', { name: t('sessions.attach') }).click()
  await third.shows(third.focused, 'brought-22')
  await expect(third.tabs).toHaveCount(1)
})

test('a connect link opens a tab in the workplace that is already there', async ({ place, house }) => {
  await place.open(house.accountId)
  await place.run('echo kept-$((1+9))')
  await place.page.getByRole('link', { name: t('nav.hosts'), exact: true }).click()
  await place.page.getByRole('link', { name: house.hostName, exact: true }).first().click()
  await place.page.locator('main a[href^="/terminal/"]').first().click()
  await expect(place.tabs).toHaveCount(2)
  await place.opened()
  await expect(place.page).toHaveURL(/\/terminal$/)
  await place.page.keyboard.press('Control+Shift+PageUp')
  await place.shows(place.focused, 'kept-10')
})

test('on a phone one pane is shown at a time', async ({ place, house }) => {
  await place.page.setViewportSize({ width: 390, height: 844 })
  await place.open(house.accountId)
  await place.page.keyboard.press('Control+Shift+E')
  await expect(place.panes).toHaveCount(1)
  await place.opened()
  await place.run('echo second-$((2+8))')
  await place.shows(place.focused, 'second-10')
  await place.page.getByRole('button', { name: t('workplace.switch') }).click()
  const list = place.page.getByRole('dialog', { name: t('workplace.switch') })
  await expectAccessible(place.page, 'the list of terminals on a phone')
  await list.locator('button:not([aria-current="true"])').filter({ hasText: house.hostName }).first().click()
  await expect.poll(() => place.text(place.focused)).not.toContain('second-10')
  await expectAccessible(place.page, 'the workplace on a phone')
})

test('every key is listed at ?, and none of them is the shell’s', async ({ place }) => {
  await place.page.keyboard.press('?')
  const dialog = place.page.getByRole('dialog', { name: t('nav.keys.title') })
  const rows = await dialog.locator('dl > div').evaluateAll((all) =>
    all.map((row) => {
      const caps = [...row.querySelectorAll('kbd')].map((cap) => cap.textContent)
      return `${caps.join(' ')}: ${row.querySelector('dd')?.textContent}`
    }),
  )
  expect(rows).toEqual(
    expect.arrayContaining([
      ...paneKeys.map(({ action, keys }) => `${keys.join(' ')}: ${t(`terminal.keys.${action}`)}`),
      ...workplaceKeys.map(({ command, pc }) => `${capsOf(pc, false).join(' ')}: ${t(`workplace.command.${command}`)}`),
      `Shift Enter: ${t('workplace.paletteKeys.right')}`,
      `Alt Enter: ${t('workplace.paletteKeys.down')}`,
      `← → ↑ ↓: ${t('workplace.dividerKeys.move')}`,
      `Home End: ${t('workplace.dividerKeys.far')}`,
      `Enter: ${t('workplace.dividerKeys.even')}`,
      `F2: ${t('workplace.tabKeys.rename')}`,
      `e: ${t('nav.keys.edit')}`,
    ]),
  )
})

for (const locale of ['en', 'zh-CN'] as const) {
  test(`nothing stands in the way of assistive technology: ${locale}`, async ({ place, house }) => {
    const words = labels(locale)
    await place.page.context().addCookies([{ name: 'gatehouse-locale', value: locale, url: house.node.url }])
    await place.goto()
    await expect(place.page.getByRole('heading', { name: words('workplace.start.title') })).toBeVisible()
    await expectAccessible(place.page, `an empty workplace in ${locale}`)
    await place.goto(`?account=${house.accountId}`)
    await expect(place.focused.getByText(words('terminal.state.open')).first()).toBeVisible()
    await place.page.keyboard.press('Control+Shift+E')
    await expect(place.panes).toHaveCount(2)
    for (const colorScheme of ['light', 'dark'] as const) {
      await place.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await expectAccessible(place.page, `a split workplace in ${locale}, ${colorScheme}`)
    }
  })
}

test('connecting from the list of hosts leads into the workplace', async ({ place, house }) => {
  await new HostsPage(place.page, house.node.url).connect(house.hostName)
  await place.opened()
  await expect(place.tabs).toHaveCount(1)
})
