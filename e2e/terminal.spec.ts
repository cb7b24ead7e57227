import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ScreenTerminal } from '@/core/screen/terminal'
import { test as base, expect } from './fixtures'
import { TerminalPage } from './pages/terminal'
import { WorkplacePage } from './pages/workplace'
import { BareHost } from './support/bare-host'
import { drawnFrom, drawnIn } from './support/drawn'
import { t } from './support/labels'
import { vtScripts } from './support/vt-scripts'

/** Each test has a pane with a shell, and a folder that the host's users can read and write. */
const test = base.extend<{ terminal: TerminalPage; place: WorkplacePage; folder: string }>({
  place: async ({ signedIn, house }, use) => {
    const { page, context } = await signedIn()
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const place = new WorkplacePage(page, house.node.url)
    await place.empty()
    await page.setViewportSize({ width: 1100, height: 680 })
    await place.open(house.accountId)
    await use(place)
  },
  terminal: async ({ place }, use) => {
    const terminal = new TerminalPage(place.page)
    await terminal.open()
    await use(terminal)
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern.
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'gatehouse-programs-'))
    await chmod(folder, 0o777)
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
})

const vim = 'vim -u NONE -i NONE -N'

test('an editor, a pager and a monitor have the whole screen, and give it back', async ({
  terminal,
  place,
  folder,
}) => {
  const { keyboard } = place.page
  const rows = await terminal.rows.count()
  await terminal.run('clear; echo before-$((1+1))')
  await terminal.showsLine('before-2')

  await test.step('vim edits and saves', async () => {
    await terminal.run(`${vim} ${folder}/notes`)
    await expect.poll(async () => (await terminal.lines()).filter((line) => line === '~').length).toBe(rows - 2)
    await terminal.hides('before-2')
    await terminal.type('ifirst line')
    await terminal.press('Enter')
    await terminal.insert('第二行，有🎉。')
    await terminal.press('Escape')
    await terminal.type('yyp:s/二/三/')
    await terminal.press('Enter')
    await expect
      .poll(async () => (await terminal.lines()).slice(0, 4))
      .toEqual(['first line', '第二行，有🎉。', '第三行，有🎉。', '~'])
    await terminal.type(':wq')
    await terminal.press('Enter')
    await terminal.showsLine('before-2')
    await terminal.hides('first line')
    await terminal.run(`cat ${folder}/notes`)
    await terminal.showsLine('第三行，有🎉。')
  })

  await test.step('less pages, searches and leaves', async () => {
    await terminal.run('seq -f "entry %g" 1000 | less')
    const top = async () => (await terminal.lines())[0]
    await expect.poll(top).toBe('entry 1')
    await terminal.press('Space')
    await expect.poll(top).toBe(`entry ${rows}`)
    await terminal.press('PageDown')
    await expect.poll(top).toBe(`entry ${2 * rows - 1}`)
    await terminal.type('/entry 777$')
    await terminal.press('Enter')
    await expect.poll(top).toBe('entry 777')
    await terminal.press('Shift+G')
    await terminal.showsLine('entry 1000')
    await terminal.press('q')
    await terminal.hides('entry 1000')
    await terminal.shows('第三行')
  })

  await test.step('top draws itself anew', async () => {
    await terminal.run('top -d 0.3')
    await terminal.shows('load average')
    await terminal.shows('COMMAND')
    const first = async () => (await terminal.lines())[0] ?? ''
    const before = await first()
    await expect.poll(first).not.toBe(before)
    await keyboard.press('q')
    await terminal.run('echo after-$((1+2))')
    await terminal.showsLine('after-3')
  })
})

test('tmux splits, shows its status, and is there again after it was left', async ({ terminal, place, folder }) => {
  const { keyboard } = place.page
  const tmux = `tmux -u -f /dev/null -S ${folder}/socket`
  await terminal.run(`${tmux} new -s inside`)
  try {
    await expect.poll(async () => (await terminal.lines()).at(-1)).toContain('[inside]')
    await terminal.run('echo left-$((1+1))')
    await terminal.showsLine('left-2')
    await keyboard.press('Control+B')
    await keyboard.press('%')
    // The border is drawn from the first row to the one above the status line.
    const borders = async () => (await terminal.lines()).slice(0, -1).filter((line) => line.includes('│')).length
    await expect.poll(borders).toBe((await terminal.rows.count()) - 1)
    await terminal.run('echo right-$((1+2))-中文')
    await expect.poll(() => terminal.screen()).toMatch(/^left-2 +│.*\n(.*\n)*.*│right-3-中文$|│right-3-中文\n/m)
    await keyboard.press('Control+B')
    await keyboard.press('d')
    await terminal.shows('[detached (from session inside)]')
    await terminal.hides('right-3')
    await terminal.run(`${tmux} attach`)
    await terminal.shows('right-3-中文')
    await terminal.shows('left-2')
  } finally {
    // From whichever shell has the keyboard, inside or outside.
    await terminal.run(`${tmux} kill-server`)
  }
  await terminal.hides('right-3-中文')
  await terminal.run('echo after-$((1+3))')
  await terminal.showsLine('after-4')
})

test('a reload inside an editor inside tmux gives back its very screen, and the mouse', async ({
  terminal,
  place,
  folder,
}) => {
  const { page } = place
  const [rows = 0, cols = 0] = (await terminal.sizeAtHost()).split(' ').map(Number)
  const at = (name: string) => join(folder, name)
  await writeFile(
    at('tmux.conf'),
    [
      'set -g default-terminal tmux-256color',
      'set -as terminal-features ",*:RGB"',
      'set -g mouse on',
      'set -g automatic-rename off',
      'set -g status-style "bg=#123456,fg=#fedcba,bold"',
      'set -g status-right "harbour"',
    ].join('\n'),
  )
  await writeFile(
    at('vimrc'),
    'set mouse=a ttymouse=sgr t_Co=256 number hlsearch background=dark\nsyntax on\nhi Search ctermbg=214\n',
  )
  const code = Array.from({ length: 200 }, (_, n) => `int lamp_${n + 1} = ${n}; /* 灯 ${n} */ char *word = "lit";`)
  await writeFile(at('lamps.c'), code.join('\n'))
  const tmux = `tmux -u -f ${at('tmux.conf')} -S ${at('socket')}`
  await terminal.run('clear; echo before-$((1+1))')
  await terminal.showsLine('before-2')
  await terminal.run(`${tmux} new -s inside -n lamps "vim -u ${at('vimrc')} -i NONE -N -n +/lamp_42 ${at('lamps.c')}"`)
  try {
    const drawn = () => drawnIn(terminal.pane, cols)
    await expect.poll(async () => (await drawn()).rows.at(-1)).toMatch(/^\[inside\] 0:lamps\*.*harbour$/)
    const cursorIn = async (number: number) => {
      const now = await drawn()
      return now.cursor?.y === now.rows.findIndex((row) => row.includes(`lamp_${number} `))
    }
    await expect.poll(() => cursorIn(42)).toBe(true)
    const before = await drawn()
    expect(before.rows).toHaveLength(rows)
    const looks = before.looks.map((row) => row.map(([, look]) => look).join(','))
    expect(looks.at(-1)).toContain('rgb(18, 52, 86)')
    expect(looks[before.cursor?.y ?? 0]).toMatch(/bg-214.*fg-/)
    const status = terminal.rows.last().locator('span').first()
    await expect(status).toHaveCSS('color', 'rgb(254, 220, 186)')
    const xterm = terminal.pane.locator('.xterm')
    await expect(xterm).toHaveClass(/enable-mouse-events/)

    await place.saved()
    await page.reload()
    await expect.poll(drawn).toEqual(before)
    await expect(status).toHaveCSS('color', 'rgb(254, 220, 186)')
    await expect(xterm).toHaveClass(/enable-mouse-events/)

    await test.step('the mouse is the program’s still', async () => {
      const { x, y, width, height } = await terminal.placeOf('lamp_45 ')
      await page.mouse.click(x + width / 2, y + height / 2)
      await expect.poll(() => cursorIn(45)).toBe(true)
      await page.mouse.wheel(0, 200)
      await expect.poll(async () => (await drawn()).rows[0]).not.toBe(before.rows[0])
      await terminal.type('Gocome back')
      await terminal.press('Escape')
      await terminal.shows('201 come back')
    })
  } finally {
    await terminal.press('Escape')
    await terminal.type(':q!')
    await terminal.press('Enter')
  }
  // It lay below all the time.
  await terminal.showsLine('before-2')
  await terminal.hides('char *word')
})

test('the mouse is told to a program that asks, and selects with Shift', async ({ terminal, place }) => {
  const { page } = place
  await terminal.run(String.raw`clear; printf '\033[?1002h\033[?1006h'; echo 'point at X here'; stty -echo; cat -v`)
  await terminal.showsLine('point at X here')
  const { x, y, width, height, row, column } = await terminal.placeOf('X here')
  const [cellX, cellY] = [x + width / 12, y + height / 2]
  const said = async (...reports: string[]) => {
    await terminal.press('Enter')
    await terminal.shows(reports.map((report) => `^[[<${report}`).join(''))
  }
  await page.mouse.click(cellX, cellY)
  await said(`0;${column};${row}M`, `0;${column};${row}m`)
  await page.mouse.click(cellX, cellY, { button: 'right' })
  await said(`2;${column};${row}M`, `2;${column};${row}m`)
  await page.mouse.move(cellX, cellY)
  await page.mouse.down()
  await page.mouse.move(cellX + width / 6, cellY)
  await page.mouse.up()
  await said(`0;${column};${row}M`, `32;${column + 1};${row}M`, `0;${column + 1};${row}m`)
  await page.mouse.wheel(0, 100)
  await said(`65;${column + 1};${row}M`)
  await page.keyboard.down('Shift')
  await terminal.select('point at')
  await page.keyboard.up('Shift')
  await terminal.press('Control+Shift+C')
  await expect.poll(() => terminal.clipboard()).toBe('point at')
  await terminal.press('Control+D')
  await terminal.run(String.raw`stty echo; printf '\033[?1002l\033[?1006l'; echo mouse-$((1+1))`)
  await terminal.showsLine('mouse-2')
  await page.mouse.click(cellX, cellY)
  await terminal.run('echo quiet-$((1+1))')
  await terminal.showsLine('quiet-2')
  expect((await terminal.lines()).filter((line) => line.includes('<0;')).length).toBe(2)
})

test('中文 and emoji arrive as they were typed and pasted, without the marks of a paste', async ({ terminal }) => {
  const text = '终端🎉é👩‍👩‍👧'
  const bytes = (words: string) => [...Buffer.from(words)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')

  await test.step('typed and pasted where no paste is asked for', async () => {
    await terminal.run('clear; stty -echo; for i in 1 2; do head -n 1 | od -An -tx1 -w99; done; stty echo')
    await terminal.insert(text)
    await terminal.press('Enter')
    await terminal.shows(bytes(`${text}\n`))
    await terminal.paste(text)
    await terminal.press('Enter')
    await expect.poll(async () => (await terminal.screen()).split(bytes(`${text}\n`)).length).toBe(3)
  })

  await test.step('pasted to a program that takes a paste as one: one pair of marks, whatever the clipboard holds', async () => {
    await terminal.run(
      String.raw`clear; printf '\033[?2004h'; stty -echo; echo go; head -n 2 | cat -v; stty echo; printf '\033[?2004l'`,
    )
    await terminal.showsLine('go')
    await terminal.paste('one\u001b[201~\ntwo')
    await terminal.press('Enter')
    await terminal.showsLine('^[[200~one[201~')
    await terminal.showsLine('two^[[201~')
  })

  await test.step('pasted at a prompt: shown, and run by Enter alone', async () => {
    await terminal.clear()
    await terminal.paste(`echo 贴-$((1+1))-${text}\necho second-$((1+2))`)
    await terminal.shows('echo second-$((1+2))')
    expect(await terminal.screen()).not.toContain('贴-2')
    await terminal.press('Enter')
    await terminal.showsLine(`贴-2-${text}`)
    await terminal.showsLine('second-3')
    expect(await terminal.screen()).not.toMatch(/20[01]~/)
  })
})

test('the last of many sizes wins, and the host knows it', async ({ terminal, place, folder }) => {
  const { page } = place
  const storm = async (last: { width: number; height: number }) => {
    for (let step = 0; step < 12; step++) {
      await page.setViewportSize({ width: 700 + ((step * 137) % 600), height: 400 + ((step * 89) % 400) })
    }
    await page.setViewportSize(last)
    // The pane fits its terminal in a frame after the one in which it was told its size: less than a cell and a scroll bar are left.
    const left = async () => {
      const [room, screen] = await Promise.all(
        ['.xterm', '.xterm-screen'].map((part) => place.box(terminal.pane.locator(part).first())),
      )
      return Math.max(
        ...(['width', 'height'] as const).map((side) => Math.abs((room?.[side] ?? 0) - (screen?.[side] ?? 999))),
      )
    }
    await expect.poll(left).toBeLessThan(40)
  }
  /** The host's size is that of the screen: as many rows, and a line of so many columns fills one of them. */
  let asked = 0
  const agrees = async () => {
    // Numbered: a program that gives the screen back shows what was asked before it.
    const mark = `rows${++asked}`
    await terminal.run(`clear; printf 'x%.0s' $(seq $(tput cols)); echo; echo "${mark}:$(tput lines):"`)
    const second = async () => (await terminal.lines()).slice(1, 2)
    await expect.poll(second).toEqual([expect.stringMatching(new RegExp(`^${mark}:\\d+:$`))])
    const [full = '', said = ''] = await terminal.lines()
    const [{ x, width }, box] = await Promise.all([
      terminal.placeOf(full),
      place.box(terminal.pane.locator('.xterm-screen')),
    ])
    expect(Math.abs(x + width - (box.x + box.width))).toBeLessThan(2)
    expect(said).toBe(`${mark}:${await terminal.rows.count()}:`)
    return `${await terminal.rows.count()} ${full.length}`
  }

  await test.step('while a program asks for it', async () => {
    await terminal.run(`clear; while [ ! -e ${folder}/stop ]; do stty size; sleep 0.02; done`)
    await storm({ width: 900, height: 760 })
    const last = async () => (await terminal.lines()).filter((line) => /^\d+ \d+$/.test(line)).at(-1)
    await expect.poll(async () => (await last())?.split(' ')[0]).toBe(String(await terminal.rows.count()))
    await writeFile(join(folder, 'stop'), '')
    await terminal.run('')
    // The browser may have the last size still before it.
    await expect(async () => expect(await agrees()).toBe(await terminal.sizeAtHost())).toPass({ timeout: 60_000 })
  })

  await test.step('while vim is open', async () => {
    await terminal.run(`${vim} ${folder}/empty`)
    await terminal.showsLine('~')
    await storm({ width: 1000, height: 620 })
    const rows = await terminal.rows.count()
    await expect.poll(async () => (await terminal.lines()).filter((line) => line === '~').length).toBe(rows - 2)
    await terminal.type(':echo "vim" &lines &columns')
    await terminal.press('Enter')
    await terminal.shows(`vim ${rows} `)
    const [, columns] = /^vim \d+ (\d+)/m.exec(await terminal.screen()) ?? []
    await terminal.type(':q!')
    await terminal.press('Enter')
    await terminal.hides(`vim ${rows} `)
    expect(await agrees()).toBe(`${rows} ${columns}`)
  })
})

test('256 and true colours are drawn, and wide characters take two cells', async ({ terminal }) => {
  await terminal.run(
    String.raw`clear; printf '\033[48;5;231;38;5;18mINDEXED\033[48;2;12;34;56;38;2;250;200;150mTRUE\033[m\n'`,
  )
  await terminal.showsLine('INDEXEDTRUE')
  const colours = (text: string) =>
    terminal.pane
      .locator('.xterm-rows span')
      .filter({ hasText: text })
      .last()
      .evaluate((span) => [getComputedStyle(span).color, getComputedStyle(span).backgroundColor])
  expect(await colours('INDEXED')).toEqual(['rgb(0, 0, 135)', 'rgb(255, 255, 255)'])
  expect(await colours('TRUE')).toEqual(['rgb(250, 200, 150)', 'rgb(12, 34, 56)'])

  const wide = ['中文', '한글', 'カナ', '😀🎉', '👩‍👩‍👧👍🏽', '🇨🇳❤️', 'éo\u0308ab', 'ａｂ']
  await terminal.insert(`clear; printf '%s|\\n' 1234 ${wide.map((text) => `'${text}'`).join(' ')}`)
  await terminal.press('Enter')
  await terminal.showsLine(`${wide.at(-1)}|`)
  const edge = (await terminal.placeOf('1234|')).x
  const end = async (text: string) => {
    const { x, width } = await terminal.placeOf(`${text}|`)
    return x - edge + width
  }
  const expected = await end('1234')
  for (const text of wide) expect.soft(Math.abs((await end(text)) - expected), text).toBeLessThan(1)
})

test('the title that a host sets stands beside its name, and never in its place', async ({
  terminal,
  place,
  house,
}) => {
  // Before the next prompt, which sets one of its own.
  await terminal.run(String.raw`printf '\033]2;deploy@elsewhere: notes \342\200\256exe.txt\a'; read -r`)
  const shown = String.raw`notes \u202Eexe.txt`
  await expect(terminal.pane.getByTitle(`${t('terminal.hostTitle')}: ${shown}`)).toHaveText(shown)
  const tab = place.tabs.first()
  await expect(tab).toHaveAttribute('title', new RegExp(`@${house.hostName}\nnotes`))
  await expect(tab).toHaveAccessibleName(new RegExp(`@${house.hostName}`))
  await expect(tab).not.toHaveAccessibleName(/notes|elsewhere/)
  // It is a part of the screen that comes back.
  await place.page.reload()
  await expect(terminal.pane.getByTitle(`${t('terminal.hostTitle')}: ${shown}`)).toHaveText(shown)
})

test('what a person sees is what a terminal holds that reads the host’s bytes', async ({
  terminal,
  place,
  sshd,
  folder,
}) => {
  const end = '\u001b]7777;end\u0007'
  const scripts = Object.entries(vtScripts)
  const files = await Promise.all(
    scripts.map(async ([, script], index) => {
      const file = join(folder, `${String(index).padStart(2, '0')}.sh`)
      const lines = [
        'stty -echo -opost; set -- $(stty size); rows=$1 cols=$2',
        String.raw`printf '\033c'${script}`,
        String.raw`printf '\033]7777;end\007'; read -r _`,
        String.raw`printf '\033[?1049l\033[?25h\033c'; stty echo opost`,
      ]
      await writeFile(file, `${lines.join('\n')}\n`)
      return file
    }),
  )
  const [rows = 0, cols = 0] = (await terminal.sizeAtHost()).split(' ').map(Number)
  expect(await terminal.rows.count()).toBe(rows)
  const bare = await BareHost.connect(sshd)
  try {
    await terminal.run(`for script in ${folder}/*.sh; do bash $script; done`)
    for (const [index, [name]] of scripts.entries()) {
      const screen = new ScreenTerminal({ cols, rows })
      screen.write(await bare.output(`bash ${files[index]}`, { cols, rows }, end))
      const expected = drawnFrom(screen)
      await expect.poll(() => drawnIn(place.focused, cols), { message: name }).toEqual(expected)
      screen.dispose()
      await terminal.press('Enter')
    }
  } finally {
    bare.close()
  }
  await terminal.run('echo after-$((1+4))')
  await terminal.showsLine('after-5')
})
