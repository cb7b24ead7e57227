'use client'

import '@xterm/xterm/css/xterm.css'
import './terminal.css'
import { Search, Settings2, TextCursorInput } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { toast } from 'sonner'
import { OwnOffer } from '@/components/credentials/own-offer'
import { PreferencesDialog } from '@/components/preferences/preferences-dialog'
import { usePreferences } from '@/components/preferences/provider'
import { SnippetPicker } from '@/components/snippets/snippet-picker'
import { useAskAgain } from '@/components/ui/ask-again'
import { usePaneLink } from '@/components/workplace/pane-link'
import { pasteable } from './clipboard'
import type { Target } from './connection'
import { EndNotice } from './end-notice'
import { FindBar } from './find-bar'
import { HostCopyNotice } from './host-copy-notice'
import { HostKeyDialog } from './host-key-dialog'
import { LimitNotice } from './limit-notice'
import { LineNotice } from './line-notice'
import { LinkHint } from './link-hint'
import { PasteDialog } from './paste-dialog'
import { ReasonForm } from './reason-form'
import { DisconnectButton, StatusButton, StatusLine } from './status-line'
import { coloursOf } from './themes'
import { TouchBar } from './touch-bar'
import { usePageTheme } from './use-page-theme'
import { useTerminal } from './use-terminal'

interface Props {
  target: Target
  /** `login@host` as the page names it. */
  title: string
  hostHref?: string
  /** Where its accounts are asked for. */
  askHref?: string
  /** What is opened once the session that `target` names has ended. */
  again?: Target
  /** What can be done with the place it stands in; at the end of the status line. */
  actions?: ReactNode
}

/** A terminal with what belongs around it, as large as its place: connects when it appears, and again on request. */
export function TerminalPane({ target, title, hostHref, askHref, again, actions }: Props) {
  const t = useTranslations('terminal')
  const place = useRef<HTMLDivElement>(null)
  const [finding, setFinding] = useState(false)
  const [choosing, setChoosing] = useState(false)
  const [picking, setPicking] = useState(false)
  const { state, view, answerHostKey, ...session } = useTerminal(
    place,
    target,
    t('label', { host: title }),
    () => setFinding(true),
    again,
  )
  const { reconnect, connectBecause, connectAgain, startOver, disconnect } = session
  const account = [again, target].find((one) => one?.kind === 'account')
  usePaneLink(state, view, disconnect)
  useProofAsked(state.asksProof, connectAgain)
  const over = state.phase === 'closed' || state.phase === 'failed'
  useEffect(
    () =>
      view?.listen({
        action: (action) => (action === 'preferences' ? setChoosing(true) : setPicking(true)),
        clipboardRefused: () => toast.error(t('pasteRefused')),
      }),
    [view, t],
  )

  return (
    <div className="flex h-full min-h-0 flex-col bg-terminal">
      <h2 className="sr-only">{title}</h2>
      <div className="relative min-h-0 flex-1 overflow-hidden contain-strict" style={useGround()}>
        <div className="h-full p-2 pb-0">
          <div ref={place} className="h-full" />
        </div>
        {view && finding && <FindBar view={view} close={() => setFinding(false)} />}
        {view && <LinkHint view={view} />}
        <LimitNotice warning={state.warning} low={finding} />
      </div>
      {view && <HostCopyNotice view={view} session={state.opened?.sessionId} />}
      <LineNotice state={state} actions={session} />
      {over &&
        (state.asksReason === undefined ? (
          <EndNotice
            state={state}
            hostHref={hostHref}
            askHref={askHref}
            reconnect={state.asksProof ? connectAgain : reconnect}
          />
        ) : (
          <ReasonForm last={state.asksReason} connect={connectBecause} />
        ))}
      {state.asksOwn && account?.kind === 'account' && <OwnOffer accountId={account.accountId} connect={startOver} />}
      {view && <TouchBar view={view} />}
      <StatusLine state={state} title={title}>
        <StatusButton label={t('search')} title={t('keysHint')} onClick={() => setFinding((now) => !now)}>
          <Search aria-hidden className="size-3.5" />
        </StatusButton>
        <StatusButton label={t('snippets')} onClick={() => setPicking(true)}>
          <TextCursorInput aria-hidden className="size-3.5" />
        </StatusButton>
        <StatusButton label={t('preferences')} onClick={() => setChoosing(true)}>
          <Settings2 aria-hidden className="size-3.5" />
        </StatusButton>
        {state.phase === 'open' && <DisconnectButton disconnect={disconnect} />}
        {actions}
      </StatusLine>
      <HostKeyDialog prompt={state.hostKey} host={title} answer={answerHostKey} />
      {view && <PasteDialog view={view} />}
      <SnippetPicker
        open={picking}
        onOpenChange={setPicking}
        insert={(text) => void view?.paste(pasteable(text))}
        run={(text) => void view?.paste(pasteable(text)).then((done) => done && view.type('\r'))}
        onClosed={() => view?.terminal.focus()}
      />
      <PreferencesDialog open={choosing} onOpenChange={setChoosing} onClosed={() => view?.terminal.focus()} />
    </div>
  )
}

/** Has the person prove who they are when a grant demands it, and then connects by itself. */
function useProofAsked(asked: boolean, connect: () => void) {
  const askAgain = useAskAgain()
  const ask = useRef<() => void>(undefined)
  useEffect(() => {
    // Who closes the question sees why it is refused, and a button that asks again.
    ask.current = () => askAgain({ code: 'step-up-required', params: {} }, { again: connect, refused: () => {} })
  })
  useEffect(() => {
    if (asked) ask.current?.()
  }, [asked])
}

/** The theme's ground below the terminal's edge; before the browser says which page it is, the stylesheet's. */
function useGround() {
  const page = usePageTheme()
  const { preferences } = usePreferences()
  const [mounted, setMounted] = useState(false)
  useEffect(() => setMounted(true), [])
  if (!mounted) return undefined
  return { background: coloursOf(preferences.theme, page).background }
}
