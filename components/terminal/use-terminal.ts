'use client'

import { useTranslations } from 'next-intl'
import { useTheme } from 'next-themes'
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { toast } from 'sonner'
import { usePreferences } from '@/components/preferences/provider'
import { errorParams } from '@/components/ui/error-notice'
import { formatMoment } from '@/components/ui/time'
import { formatBytes } from '@/components/ui/values'
import type { SessionEnd, SessionPrompt, SessionState } from '@/core/sessions/states'
import type { LimitWarning, Opened } from '@/core/sessions/wire'
import { copyText, pasteable } from './clipboard'
import { Connection, type Target } from './connection'
import { watchTitle } from './host-title'
import { LineEditor } from './line-editor'
import { loadFont } from './options'
import { printable } from './printable'
import { Screen } from './screen'

export type Phase =
  | 'connecting'
  | Exclude<SessionState['state'], 'closed'>
  | 'reconnecting'
  | 'closed'
  | 'failed'
  | 'taken-over'
export type HostKeyPrompt = Extract<SessionPrompt, { kind: 'host-key' }>

export interface TerminalState {
  phase: Phase
  opened: Opened | undefined
  openedAt: number | undefined
  /** What the host says is going on there; empty when it says nothing. */
  hostTitle: string
  end: SessionEnd | undefined
  /** An error of Gatehouse's own instead of an end: a code of the catalogue's `errors`. */
  refusal: { code: string; params: Record<string, string | number> } | undefined
  /** It was refused because it has to be approved first. */
  asksAccess: boolean
  /** It is refused until a reason is given: what was given last, to begin with. */
  asksReason: string | undefined
  /** It is refused until the person proves who they are again. */
  asksProof: boolean
  /** A credential of the person's own would do: a password is asked for, or the grant demands one of theirs. */
  asksOwn: boolean
  hostKey: HostKeyPrompt | undefined
  roundTrip: number | undefined
  /** Typed and not yet sent, in bytes; `held` when it waits for its writer's word because the line was down for long. */
  unsent: { bytes: number; held: boolean }
  /** A limit that will end the session, and when (Unix ms). */
  warning: { kind: LimitWarning['kind']; endsAt: number } | undefined
}

const initial: TerminalState = {
  phase: 'connecting',
  opened: undefined,
  openedAt: undefined,
  hostTitle: '',
  end: undefined,
  refusal: undefined,
  asksAccess: false,
  asksReason: undefined,
  asksProof: false,
  asksOwn: false,
  hostKey: undefined,
  roundTrip: undefined,
  unsent: { bytes: 0, held: false },
  warning: undefined,
}

/** A moment (Unix ms) to the minute, in the reader's own time. */
function minuteOf(at: number): string {
  return formatMoment(new Date(at), undefined).slice(0, 16)
}

/** Whether a session's end is what the person wanted. */
export function endedAtWill(end: SessionEnd): boolean {
  return end.reason === 'exited' || end.reason === 'closed-by-user'
}

/** The font must be there before xterm measures its cells; a font that doesn't come is not waited for longer than this. */
const fontPatienceMs = 1500

/** Ties the screen and the connection together, and tells React what its page shows. */
export function useTerminal(
  element: RefObject<HTMLDivElement | null>,
  target: Target,
  label: string,
  onFind: () => void,
  /** What is opened once the session that `target` names has ended. */
  again?: Target,
) {
  const t = useTranslations('terminal')
  const reasons = useTranslations('endReason')
  const errors = useTranslations('errors')
  const { resolvedTheme } = useTheme()
  const [state, setState] = useState<TerminalState>(initial)
  const screen = useRef<Screen>(undefined)
  /** The same for what is drawn around it, once it is there. */
  const [view, setView] = useState<Screen>()
  const { preferences } = usePreferences()
  const connection = useRef<Connection>(undefined)
  /** The session that was opened here: connecting again goes back to it while it runs. */
  const connected = useRef<Target>(undefined)
  const ended = useRef(false)
  /** For the grants that demand a reason: the last that was given, and the one to open the next session with. */
  const reason = useRef<{ last: string; next?: string }>({ last: '' })
  const pasteLimit = useRef(0)
  const theme = resolvedTheme === 'light' ? 'light' : 'dark'

  const paste = useCallback(
    (clipboard: string) => {
      const text = pasteable(clipboard)
      const bytes = new TextEncoder().encode(text).length
      if (pasteLimit.current > 0 && bytes > pasteLimit.current) {
        toast.error(t('pasteTooLarge', { size: formatBytes(bytes), limit: formatBytes(pasteLimit.current) }))
        return
      }
      void screen.current?.paste(text)
    },
    [t],
  )

  const connect = useCallback(() => {
    const view = screen.current
    if (!view) return
    connection.current?.dispose()
    view.interceptor = undefined
    setState(initial)
    const update = (change: Partial<TerminalState>) => setState((before) => ({ ...before, ...change }))
    let wasOpen = false
    let known = false
    let phase: Phase = 'connecting'
    const over = (change: Partial<TerminalState>) => {
      view.interceptor = undefined
      if (wasOpen) view.settle()
      update({ hostKey: undefined, warning: undefined, asksOwn: false, ...change })
    }
    const finished = (end: SessionEnd) => {
      over({ phase: wasOpen ? 'closed' : 'failed', end })
      const exit = end.exitSignal
        ? t('signal', { signal: printable(end.exitSignal) })
        : end.exitStatus === undefined
          ? `${reasons(`${end.reason}.title`)} — ${reasons(`${end.reason}.advice`)}`
          : t('exit', { status: end.exitStatus })
      view.say(exit, wasOpen && endedAtWill(end) ? 'info' : 'bad')
    }
    const { cols, rows } = view.terminal
    const live = new Connection(
      connected.current ?? (ended.current ? (again ?? target) : target),
      { cols, rows },
      {
        opened: (opened) => {
          // Once: a line that breaks may cut a character in two, whose other half comes after.
          if (!known) view.setEncoding(opened.encoding)
          known = true
          connected.current = { kind: 'session', sessionId: opened.sessionId }
          pasteLimit.current = opened.pasteLimitBytes
          update({ opened })
        },
        output: (bytes, end) => view.write(bytes, () => live.drewTo(end)),
        screen: (screen) => view.restore(screen, () => live.drewTo(screen.offset)),
        state: (now) => {
          if (now.state === 'closed') {
            connected.current = undefined
            ended.current = true
            finished(now.end)
            return
          }
          phase = now.state
          if (now.state !== 'open') {
            update({ phase, ...(now.state === 'host-key-pending' ? {} : { hostKey: undefined }) })
            return
          }
          view.interceptor = undefined
          if (!wasOpen && target.kind !== 'session') {
            view.terminal.focus()
            view.say(t('state.open'))
          }
          wasOpen = true
          update({ phase, openedAt: Math.min(now.openedAt, Date.now()), hostKey: undefined, asksOwn: false })
        },
        prompt: (prompt) => {
          if (prompt.kind === 'host-key') update({ hostKey: prompt })
          else {
            update({ asksOwn: prompt.kind === 'password' })
            askInTerminal(view, live, prompt, t)
          }
        },
        warning: ({ kind, endsAt }) => update({ warning: endsAt === undefined ? undefined : { kind, endsAt } }),
        line: (up) => update({ phase: up ? phase : 'reconnecting', hostKey: undefined }),
        unsent: (bytes, held) => update({ unsent: { bytes, held } }),
        dropped: (bytes) => {
          update({ unsent: { bytes: 0, held: false } })
          view.say(t('line.dropped', { bytes }), 'bad')
        },
        takenOver: () => {
          over({ phase: 'taken-over' })
          view.say(t('takenOver'), 'bad')
        },
        lost: (error, passes) => {
          const known = error !== 'disconnected' && errors.has(error.code)
          const said = known ? errors(error.code, errorParams(error.params)) : t('socketLost')
          const opensAt = known ? Number(error.params.opensAt ?? 0) : 0
          const text = opensAt ? `${said} ${t('opensAgain', { moment: minuteOf(opensAt) })}` : said
          if (!passes) connected.current = undefined
          // No refusal yet, but a question: a grant demands a reason, or a fresh proof.
          const lacks = (condition: string) =>
            known && error.code === 'no-access' && error.params.condition === condition
          const asksReason = lacks('reason-missing') ? reason.current.last : undefined
          const [asksAccess, asksProof] = [lacks('approval-missing'), lacks('proof-missing')]
          const asksOwn = lacks('own-credential-required')
          const asks = asksReason !== undefined || asksProof
          const refusal = { code: text, params: {} }
          over({ phase: wasOpen ? 'closed' : 'failed', refusal, asksReason, asksAccess, asksProof, asksOwn })
          view.say(text, asks ? 'info' : 'bad')
        },
        roundTrip: (ms) => update({ roundTrip: Math.round(ms) }),
      },
      { reason: reason.current.next },
    )
    reason.current.next = undefined
    connection.current = live
    view.say(t(connected.current ? 'state.reconnecting' : 'state.connecting'))
  }, [target, again, t, reasons, errors])
  const connectBecause = useCallback(
    (why: string) => {
      reason.current = { last: why, next: why }
      connect()
    },
    [connect],
  )

  const connectAgain = useCallback(() => connectBecause(reason.current.last), [connectBecause])
  /** Ends what waits for an answer and opens the account anew: with what was chosen for it since. */
  const startOver = useCallback(() => {
    connection.current?.close()
    connected.current = undefined
    ended.current = true
    connectAgain()
  }, [connectAgain])

  // One screen for the page's life; connecting again draws below what is there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the screen outlives changes of language and theme.
  useEffect(() => {
    const place = element.current
    if (!place) return
    let gone = false
    let leaveTitle: (() => void) | undefined
    const fonts = loadFont(preferences.font)
    const patience = new Promise((resolve) => setTimeout(resolve, fontPatienceMs))
    void Promise.race([fonts, patience])
      .catch(() => {
        // Without its font the terminal uses the next one.
      })
      .then(() => {
        if (gone) return
        const made = new Screen(
          place,
          {
            input: (bytes) => {
              const live = connection.current
              // The pane says already that it is over.
              if (live && !live.isOver && !live.input(bytes)) toast.error(t('inputRefused'))
            },
            resize: (cols, rows) => connection.current?.resize(cols, rows),
            copy: () => {
              const text = made.terminal.getSelection()
              if (text) copyText(text).catch(() => toast.error(t('copyFailed')))
            },
            find: onFind,
          },
          { theme, label, preferences },
        )
        leaveTitle = watchTitle(made.terminal, (title) => setState((before) => ({ ...before, hostTitle: title })))
        screen.current = made
        setView(made)
        place.addEventListener('paste', onPaste, true)
        connect()
        made.terminal.focus()
      })
    const onPaste = (event: ClipboardEvent) => {
      event.preventDefault()
      event.stopPropagation()
      paste(event.clipboardData?.getData('text/plain') ?? '')
    }
    return () => {
      gone = true
      place.removeEventListener('paste', onPaste, true)
      leaveTitle?.()
      connection.current?.dispose()
      screen.current?.dispose()
      screen.current = undefined
      setView(undefined)
    }
  }, [])

  useEffect(() => view?.setTheme(theme), [view, theme])
  useEffect(() => view?.apply(preferences), [view, preferences])

  // The network is back, or the page is looked at again: don't wait for the next try.
  useEffect(() => {
    const nudge = () => {
      if (document.visibilityState === 'visible') connection.current?.nudge()
    }
    window.addEventListener('online', nudge)
    document.addEventListener('visibilitychange', nudge)
    return () => {
      window.removeEventListener('online', nudge)
      document.removeEventListener('visibilitychange', nudge)
    }
  }, [])

  // What was typed and has gone nowhere yet would be lost with the page: the browser asks first.
  const unsent = state.unsent.bytes > 0
  useEffect(() => {
    if (!unsent) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [unsent])

  const answerHostKey = useCallback(
    async (accept: boolean) => {
      const prompt = state.hostKey
      if (!prompt) return
      setState((before) => ({ ...before, hostKey: undefined }))
      const error = await connection.current?.answer(prompt.promptId, { kind: 'host-key', accept })
      if (error) toast.error(errors(error.code, error.params))
      screen.current?.terminal.focus()
    },
    [state.hostKey, errors],
  )

  /** A notice's button goes away with its notice: the keys are the terminal's again. */
  const andBack = <T>(act: () => T): T => {
    screen.current?.terminal.focus()
    return act()
  }
  return {
    state,
    view,
    answerHostKey,
    reconnect: connect,
    /** Opens it with a reason, for a grant that demands one. */
    connectBecause,
    /** Opens it with what was given already. */
    connectAgain,
    startOver,
    /** Ends the session at the host. */
    disconnect: () => connection.current?.close(),
    tryNow: () => andBack(() => connection.current?.nudge()),
    sendUnsent: () => andBack(() => connection.current?.sendHeld()),
    discardUnsent: () => andBack(() => connection.current?.discardUnsent()),
  }
}

/** Puts the host's questions in the terminal, one line after the other, and sends the answers together. */
function askInTerminal(
  view: Screen,
  live: Connection,
  prompt: Exclude<SessionPrompt, HostKeyPrompt>,
  t: ReturnType<typeof useTranslations<'terminal'>>,
): void {
  const write = (text: string) => view.print(text)
  const questions =
    prompt.kind === 'password'
      ? [
          {
            text: t('prompt.password', { login: printable(prompt.login), address: printable(prompt.address) }),
            echo: false,
          },
        ]
      : prompt.prompts
  if (prompt.kind === 'password' && prompt.retry) write(`${t('prompt.again')}\r\n`)
  if (prompt.kind === 'keyboard-interactive') {
    for (const line of [prompt.name, prompt.instructions]) {
      if (line.trim()) write(`${printable(line).replace(/\n/g, '\r\n')}\r\n`)
    }
  }
  const answers: string[] = []
  const ask = (rest: string) => {
    const question = questions[answers.length]
    if (!question) {
      view.interceptor = undefined
      void live.answer(
        prompt.promptId,
        prompt.kind === 'password'
          ? { kind: 'password', password: answers[0] ?? '' }
          : { kind: 'keyboard-interactive', answers },
      )
      return
    }
    write(printable(question.text))
    const editor = new LineEditor(question.echo, write, (answer) => {
      if (answer === undefined) {
        view.interceptor = undefined
        live.close()
        return
      }
      answers.push(answer)
    })
    const before = answers.length
    view.interceptor = (data) => {
      const left = editor.type(data)
      if (answers.length > before) ask(left)
    }
    if (rest) view.interceptor(rest)
  }
  view.terminal.focus()
  ask('')
}
