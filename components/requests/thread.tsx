import {
  Check,
  CircleDashed,
  DoorOpen,
  Flag,
  type LucideIcon,
  MonitorPlay,
  ScanEye,
  Siren,
  Undo2,
  X,
} from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Badge, type Tone } from '@/components/ui/surfaces'
import { Duration, Time } from '@/components/ui/values'
import type { RequestThread } from '@/core/requests/request-reads'
import type { SessionSummary } from '@/core/sessions/search'
import { useDuration } from './state'

interface Step {
  key: string
  icon: LucideIcon
  tone: Tone
  title: ReactNode
  /** Null: it is still to come. */
  at: Date | null
  comment?: string | null
}

/** All that came of a request in the order of time: asked, answered, opened, used, ended, reviewed. */
export function Thread({ request, opensSessions }: { request: RequestThread; opensSessions: boolean }) {
  const before = useAnswers(request)
  const used = useUse(request, opensSessions)
  const after = useReview(request)
  return (
    <ol className="flex flex-col">
      {[...before, ...used, ...after].map(({ key, icon: Icon, tone, title, at, comment }) => (
        <li key={key} className="group relative flex gap-3 pb-5 last:pb-0">
          <span aria-hidden className="absolute top-7 bottom-0 left-3.5 w-px bg-line-strong group-last:hidden" />
          <span
            className={`flex size-7 shrink-0 items-center justify-center rounded-full ring-1 ring-inset [&_svg]:size-4 ${look[tone]}`}
          >
            <Icon aria-hidden />
          </span>
          <div className="min-w-0 flex-1 pt-0.5">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4">
              <div className="min-w-0 break-words font-medium text-sm">{title}</div>
              {at && (
                <span className="text-muted text-xs">
                  <Time at={at} />
                </span>
              )}
            </div>
            {comment && <p className="mt-0.5 whitespace-pre-wrap break-words text-muted text-sm">{comment}</p>}
          </div>
        </li>
      ))}
    </ol>
  )
}

const look: Record<Tone, string> = {
  neutral: 'bg-sunken text-muted ring-line',
  accent: 'bg-accent-soft text-accent ring-accent/25',
  ok: 'bg-ok-soft text-ok ring-ok/25',
  warn: 'bg-warn-soft text-warn ring-warn/25',
  danger: 'bg-danger-soft text-danger ring-danger/25',
}

function useAnswers(request: RequestThread): Step[] {
  const t = useTranslations('requests.step')
  const duration = useDuration()
  const { state, over, emergency, userName, login, hostName, wantedMs, decisions, approvals, decidedAt } = request
  const asked = { who: userName, where: `${login}@${hostName}`, duration: duration(wantedMs) }
  const steps: Step[] = [
    {
      key: 'asked',
      icon: emergency ? Siren : Flag,
      tone: emergency ? 'danger' : 'accent',
      title: emergency ? t('broke', asked) : t('asked', asked),
      at: request.createdAt,
      comment: [request.reason, request.ticket].filter(Boolean).join('\n'),
    },
    ...decisions.map(({ approverId, approverName: who, verdict, comment, shortenedToMs, at }): Step => {
      if (verdict === 'refused') {
        return { key: approverId, icon: X, tone: 'danger', title: t('refused', { who }), at, comment }
      }
      const title =
        shortenedToMs === null ? t('approved', { who }) : t('shortened', { who, duration: duration(shortenedToMs) })
      return { key: approverId, icon: Check, tone: 'ok', title, at, comment }
    }),
  ]
  const at = decidedAt
  if (state === 'withdrawn') {
    steps.push({ key: state, icon: Undo2, tone: 'neutral', title: t('withdrawn', { who: userName }), at })
  }
  if (state === 'expired' || (state === 'pending' && over)) {
    steps.push({ key: 'expired', icon: X, tone: 'neutral', title: t('expired'), at: request.expiresAt })
  } else if (state === 'pending' && approvals !== null) {
    const given = decisions.filter(({ verdict }) => verdict === 'approved').length
    const needed = Math.max(1, approvals - given)
    steps.push({ key: 'waiting', icon: CircleDashed, tone: 'neutral', title: t('waiting', { needed }), at: null })
  }
  return steps
}

function useUse(request: RequestThread, opensSessions: boolean): Step[] {
  const t = useTranslations('requests.step')
  const words = useTranslations('requests')
  const { validUntil, decidedAt, state, over, sessions, endedBy, endComment } = request
  if (!validUntil) return []
  const given: Step = { key: 'given', icon: DoorOpen, tone: 'ok', title: <Given until={validUntil} />, at: decidedAt }
  const used = sessions.map((session): Step => {
    const title = <SessionLine key={session.id} session={session} link={opensSessions} />
    return { key: session.id, icon: MonitorPlay, tone: 'accent', title, at: session.startedAt }
  })
  const ended: Step =
    state === 'revoked'
      ? {
          key: 'ended',
          icon: X,
          tone: 'neutral',
          title: t('revoked', { who: endedBy ?? '' }),
          at: validUntil,
          comment: endComment,
        }
      : over
        ? { key: 'ended', icon: X, tone: 'neutral', title: t('ended'), at: validUntil }
        : { key: 'ended', icon: CircleDashed, tone: 'neutral', title: t('endsAt'), at: validUntil }
  const unused: Step = {
    key: 'unused',
    icon: MonitorPlay,
    tone: 'neutral',
    title: <span className="font-normal text-muted">{words('noSessions')}</span>,
    at: null,
  }
  return [given, ...(used.length > 0 ? used : over ? [unused] : []), ended]
}

function useReview(request: RequestThread): Step[] {
  const t = useTranslations('requests.step')
  const { validUntil, reviewState, reviewerName, reviewedAt, reviewComment } = request
  if (!validUntil) return []
  if (reviewState === 'signed') {
    const title = t('signed', { who: reviewerName ?? '' })
    return [{ key: 'review', icon: ScanEye, tone: 'ok', title, at: reviewedAt, comment: reviewComment }]
  }
  const owed = reviewState === 'owed'
  const title = owed ? t('owed') : t('review')
  return [{ key: 'review', icon: ScanEye, tone: owed ? 'warn' : 'neutral', title, at: null }]
}

function Given({ until }: { until: Date }) {
  const t = useTranslations('requests.step')
  return (
    <>
      {t('given')} <Time at={until} />
    </>
  )
}

function SessionLine({ session, link }: { session: SessionSummary; link: boolean }) {
  const t = useTranslations('requests')
  const where = `${session.login}@${session.hostName}`
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      {t('step.session')}{' '}
      {link ? (
        <Link
          href={`/sessions/${session.id}`}
          className="break-words underline decoration-line-strong underline-offset-4 hover:decoration-ink"
        >
          {where}
        </Link>
      ) : (
        where
      )}
      {session.running && <Badge tone="ok">{t('running')}</Badge>}
      {session.endedAt && <Duration ms={session.endedAt.getTime() - session.startedAt.getTime()} />}
      {!session.running && session.recording !== 'missing' && <Badge>{t('recording')}</Badge>}
    </span>
  )
}
