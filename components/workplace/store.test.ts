import { beforeEach, describe, expect, it, vi } from 'vitest'
import { activeTab, focusPane, openTab, showTab, splitPane } from '@/core/workspace/model/tabs'
import { pane } from '@/core/workspace/model/testing'
import { emptyWorkspace } from '@/core/workspace/model/types'
import type { PaneTerminalHandle } from './pane-link'
import type { Opening } from './state'
import { WorkplaceStore } from './store'
import { tabFacts } from './tab-facts'

const sessionId = '6f2d4a52-6c3e-4c54-8f4e-0a4c8b1b7a10'

function opening(host: string): Opening {
  const accountId = `account-${host}`
  return { target: { kind: 'account', accountId }, title: `ann@${host}`, remember: { kind: 'account', accountId } }
}

class Terminal implements PaneTerminalHandle {
  got = ''
  ended = false
  focus() {}
  input(data: string) {
    this.got += data
  }
  paste(text: string) {
    this.got += `[${text}]`
  }
  bracketed = true
  bracketedPaste() {
    return this.bracketed
  }
  applicationCursorKeys() {
    return false
  }
  end() {
    this.ended = true
  }
}

let store: WorkplaceStore
let serial: number
const ids = () => Object.keys(store.get().workspace.panes)
const titles = () => store.get().workspace.tabs.map((tab) => tabFacts(tab, store.get()).title)

beforeEach(() => {
  // The frames of a browser; nothing here is drawn.
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => run())
  serial = 0
  store = new WorkplaceStore(() => `id${++serial}`)
})

/** Two panes of one tab whose shells are open, with their terminals. */
function twoOpen(): [Terminal, Terminal] {
  store.load(emptyWorkspace, [], new Set())
  store.setShown(true)
  store.open(opening('web-1'), 'tab')
  store.open(opening('web-2'), 'right')
  return ids().map((id) => {
    const terminal = new Terminal()
    store.attachTerminal(id, terminal)
    store.report(id, { phase: 'open', sessionId, hostTitle: '' })
    return terminal
  }) as [Terminal, Terminal]
}

describe('opening', () => {
  it('waits for what was remembered, and then goes beside it', () => {
    expect(store.open(opening('web-9'), 'tab')).toBe(true)
    expect(ids()).toEqual([])
    store.load(openTab(emptyWorkspace, 't', pane('a')), [], new Set())
    expect(titles()).toEqual(['ann@a', 'ann@web-9'])
  })

  it('uses a remembered pane that waits for the same account, but not one that is in use', () => {
    store.load(openTab(emptyWorkspace, 't', { ...pane('a'), target: opening('web-1').remember }), [], new Set())
    store.open(opening('web-1'), 'tab')
    expect(ids()).toEqual(['a'])
    expect(store.get().status.a?.target).toEqual(opening('web-1').target)
    store.open(opening('web-1'), 'tab')
    expect(ids()).toHaveLength(2)
  })

  it('refuses what there is no room for', () => {
    store.load(emptyWorkspace, [], new Set())
    const opened = Array.from({ length: 45 }, (_, n) => store.open(opening(`host-${n}`), 'tab'))
    expect(opened.filter(Boolean)).toHaveLength(40)
  })

  it('a second time keeps the password of a quick connect where it is', () => {
    store.load(emptyWorkspace, [], new Set())
    const target = { kind: 'quick' as const, address: '192.0.2.1', port: 22, login: 'ann', password: 'hush' }
    store.open({ target, title: 'ann@192.0.2.1', remember: { kind: 'session' } }, 'tab')
    store.duplicate(ids()[0] ?? '', 'right')
    expect(ids().map((id) => store.get().status[id]?.target)).toEqual([target, { ...target, password: undefined }])
    expect(JSON.stringify(store.get().workspace)).not.toContain('hush')
  })
})

describe('beginning with what was remembered', () => {
  it('offers panes of accounts again, and leaves out what can’t be opened again', () => {
    const quick = { ...pane('q'), target: { kind: 'session' as const }, sessionId }
    store.load(splitPane(openTab(emptyWorkspace, 't', pane('a')), 'a', 'down', quick), [], new Set())
    expect(ids()).toEqual(['a'])
    expect(store.get().status.a?.target).toBeUndefined()
    store.openAgain('a')
    expect(store.get().status.a?.target).toEqual({ kind: 'account', accountId: 'account-a' })
  })

  it('comes back to what runs and is detached, and to what this window showed before', () => {
    const running = { ...pane('a'), sessionId }
    const remembered = openTab(emptyWorkspace, 't', running)
    for (const [attached, held] of [
      [false, []],
      [true, [sessionId]],
    ] as const) {
      const fresh = new WorkplaceStore(() => 'id')
      fresh.load(remembered, [{ id: sessionId, attached }], new Set(held))
      expect(fresh.get().status.a).toEqual({ target: { kind: 'session', sessionId } })
    }
  })

  it('does not take a running session from the page that shows it', () => {
    const running = { ...pane('a'), sessionId }
    store.load(openTab(emptyWorkspace, 't', running), [{ id: sessionId, attached: true }], new Set())
    expect(store.get().status.a).toEqual({ elsewhere: true })
  })
})

describe('what happens unseen', () => {
  it('is marked on its tab until it is looked at', () => {
    store.load(openTab(openTab(emptyWorkspace, 't', pane('a')), 'u', pane('b')), [], new Set())
    store.setShown(true)
    store.noteUnread('b', 'output')
    expect(store.get().status.b?.unread).toBeUndefined()
    store.noteUnread('a', 'output')
    store.noteUnread('a', 'bell')
    store.noteUnread('a', 'output')
    expect(store.get().status.a?.unread).toBe('bell')
    store.change((workspace) => showTab(workspace, 't'))
    expect(store.get().status.a?.unread).toBeUndefined()
  })

  it('counts while another page is shown', () => {
    store.load(openTab(emptyWorkspace, 't', pane('a')), [], new Set())
    store.noteUnread('a', 'output')
    expect(store.get().status.a?.unread).toBe('output')
    store.setShown(true)
    expect(store.get().status.a?.unread).toBeUndefined()
  })
})

describe('typing to several panes', () => {
  it('reaches the chosen ones, not the one that was typed in, and ends with one key', () => {
    const [left, right] = twoOpen()
    const [a = '', b = ''] = ids()
    store.toggleBroadcast()
    store.typed(b, 'uptime\r')
    expect([left.got, right.got]).toEqual(['uptime\r', ''])
    store.toggleReceiver(a)
    store.typed(b, 'x')
    store.toggleReceiver(a)
    store.toggleBroadcast()
    store.typed(b, 'y')
    expect(left.got).toBe('uptime\r')
  })

  it('pastes in the others what is pasted in one, and tells before which of all would run its lines', () => {
    const [left, right] = twoOpen()
    const [a = '', b = ''] = ids()
    left.bracketed = false
    expect(store.runners(b)).toEqual([])
    store.pasted(b, 'alone')
    store.toggleBroadcast()
    expect(store.runners(b)).toEqual(['ann@web-1'])
    expect(store.runners(a)).toEqual(['ann@web-1'])
    store.pasted(b, 'two\nlines')
    expect([left.got, right.got]).toEqual(['[two\nlines]', ''])
    right.bracketed = false
    expect(store.runners(b)).toEqual(['ann@web-1', 'ann@web-2'])
    left.bracketed = true
    right.bracketed = true
    expect(store.runners(b)).toEqual([])
    store.toggleReceiver(a)
    left.bracketed = false
    expect(store.runners(b)).toEqual([])
  })

  it('never reaches a pane that asks for a password, and leaves one whose shell has ended', () => {
    const [left] = twoOpen()
    const [a = '', b = ''] = ids()
    store.report(a, { phase: 'authenticating', sessionId, hostTitle: '' })
    store.toggleBroadcast()
    expect(store.get().broadcast.size).toBe(0)
    store.report(a, { phase: 'open', sessionId, hostTitle: '' })
    store.toggleBroadcast()
    store.report(a, { phase: 'closed', sessionId, hostTitle: '' })
    store.typed(b, 'z')
    expect(left.got).toBe('')
    expect(store.get().broadcast).toEqual(new Set([b]))
  })
})

describe('closing', () => {
  it('asks while a shell is open, and then ends it', () => {
    const [, right] = twoOpen()
    const [a = '', b = ''] = ids()
    store.close([b])
    expect(store.get().closing).toEqual([b])
    store.keep()
    expect(ids()).toEqual([a, b])
    store.close([b])
    store.closeNow()
    expect([ids(), right.ended]).toEqual([[a], true])
  })

  it('does not ask when nothing runs', () => {
    twoOpen()
    for (const id of ids()) store.report(id, { phase: 'closed', sessionId, hostTitle: '' })
    store.closeTab(activeTab(store.get().workspace)?.id ?? '')
    expect(ids()).toEqual([])
  })
})

it('a report remembers the session, and nothing else changes', () => {
  twoOpen()
  const [a = ''] = ids()
  expect(store.get().workspace.panes[a]?.sessionId).toBe(sessionId)
  const before = store.get()
  store.report(a, { phase: 'open', sessionId, hostTitle: '' })
  expect(store.get()).toBe(before)
  store.change((workspace) => focusPane(workspace, 'none'))
  expect(store.get()).toBe(before)
})
