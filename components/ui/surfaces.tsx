import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes'

interface PageHeaderProps {
  title: ReactNode
  /** What the page is for, in a line. */
  lead?: ReactNode
  /** What stands above the title: the way back. */
  above?: ReactNode
  actions?: ReactNode
}

/** A page's title, what it is about, and what can be done with it. */
export function PageHeader({ title, lead, above, actions }: PageHeaderProps) {
  return (
    <header className="mb-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 max-w-full">
        {above && <div className="mb-1 text-muted text-sm">{above}</div>}
        <h1 className="break-words font-semibold text-xl tracking-[-0.012em]">{title}</h1>
        {lead && <div className="mt-0.5 max-w-prose break-words text-muted text-sm">{lead}</div>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  )
}

export function Card({ className, ...rest }: ComponentProps<'section'>) {
  return <section className={classes('min-w-0 rounded-lg border border-line bg-raised p-4', className)} {...rest} />
}

interface CardTitleProps {
  children: ReactNode
  lead?: ReactNode
  actions?: ReactNode
}

export function CardTitle({ children, lead, actions }: CardTitleProps) {
  return (
    <div className="mb-3 flex flex-wrap items-start justify-between gap-2">
      <div className="min-w-0">
        <h2 className="font-semibold text-base">{children}</h2>
        {lead && <p className="text-muted text-sm">{lead}</p>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  )
}

const tones = {
  neutral: 'bg-sunken text-muted ring-line',
  accent: 'bg-accent-soft text-accent ring-accent/25',
  ok: 'bg-ok-soft text-ok ring-ok/25',
  warn: 'bg-warn-soft text-warn ring-warn/25',
  danger: 'bg-danger-soft text-danger ring-danger/25',
} as const
export type Tone = keyof typeof tones

/** A word or two of state. */
export function Badge({ tone = 'neutral', className, ...rest }: ComponentProps<'span'> & { tone?: Tone }) {
  return (
    <span
      className={classes(
        'inline-flex max-w-full items-center gap-1 whitespace-nowrap rounded px-1.5 font-medium text-xs ring-1 ring-inset',
        tones[tone],
        className,
      )}
      {...rest}
    />
  )
}

/** A state as a dot; the words stand beside it, since a colour alone says nothing to many. */
export function Dot({ tone = 'neutral', pulse = false }: { tone?: Tone; pulse?: boolean }) {
  const colour = { neutral: 'bg-muted', accent: 'bg-accent', ok: 'bg-ok', warn: 'bg-warn', danger: 'bg-danger' }[tone]
  return (
    <span
      aria-hidden
      className={classes('inline-block size-2 shrink-0 rounded-full', colour, pulse && 'motion-safe:animate-pulse')}
    />
  )
}

interface NoticeProps {
  tone?: Tone
  title: ReactNode
  children?: ReactNode
  /** What to do about it. */
  action?: ReactNode
  role?: 'alert' | 'status'
  className?: string
}

/** Something went wrong, or needs attention: what, why, what to do. */
export function Notice({ tone = 'danger', title, children, action, role = 'alert', className }: NoticeProps) {
  return (
    <div
      role={role}
      className={classes(
        'flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-md px-3 py-2 text-sm ring-1 ring-inset',
        tones[tone],
        className,
      )}
    >
      <div className="min-w-0">
        <p className="break-words font-medium">{title}</p>
        {children && <div className="mt-0.5 break-words">{children}</div>}
      </div>
      {action}
    </div>
  )
}

interface EmptyStateProps {
  title: string
  icon?: ReactNode
  children?: ReactNode
  action?: ReactNode
}

/** Nothing here yet: why, and what to do next. */
export function EmptyState({ title, icon, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center rounded-lg border border-line border-dashed px-6 py-16 text-center">
      {icon && (
        <div className="mb-3 flex size-10 items-center justify-center rounded-lg border border-line bg-raised text-muted [&_svg]:size-5">
          {icon}
        </div>
      )}
      <p className="font-semibold">{title}</p>
      {children && <div className="mt-1 max-w-md text-balance text-muted text-sm">{children}</div>}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}

/** A list of facts: term and value. */
export function Facts({ facts }: { facts: [term: string, value: ReactNode][] }) {
  return (
    <dl className="grid grid-cols-[minmax(6rem,max-content)_1fr] gap-x-4 gap-y-1.5 text-sm">
      {facts.map(([term, value]) => (
        <div key={term} className="contents">
          <dt className="text-muted">{term}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

export function Kbd({ className, ...rest }: ComponentProps<'kbd'>) {
  return (
    <kbd
      className={classes(
        'inline-flex h-4.5 min-w-4.5 items-center justify-center rounded border border-line bg-sunken px-1 font-mono text-[0.6875rem] text-muted leading-none',
        className,
      )}
      {...rest}
    />
  )
}
