'use client'

import { ChevronDown } from 'lucide-react'
import { type ComponentProps, cloneElement, type ReactElement, type ReactNode, useId } from 'react'
import { classes } from './classes'

const box =
  'w-full rounded-md border border-line-strong bg-raised px-2.5 text-base text-ink transition-colors placeholder:text-muted hover:border-muted aria-invalid:border-danger disabled:opacity-60 dark:bg-sunken'

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={classes(box, 'h-8', className)} {...rest} />
}

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea className={classes(box, 'min-h-16 py-1.5', className)} {...rest} />
}

/** The browser's own select: its list, its keys and its type-ahead are what people know. `className` sizes the whole. */
export function Select({ className, ...rest }: ComponentProps<'select'>) {
  return (
    <span className={classes('relative block w-full', className)}>
      <select className={classes(box, 'h-8 appearance-none truncate pr-7')} {...rest} />
      <ChevronDown
        aria-hidden
        className="-translate-y-1/2 pointer-events-none absolute top-1/2 right-2 size-4 text-muted"
      />
    </span>
  )
}

/** A check box with its label beside it. */
export function Checkbox({ label, className, ...rest }: ComponentProps<'input'> & { label: ReactNode }) {
  return (
    <label className={classes('inline-flex items-center gap-2 text-sm', className)}>
      <input type="checkbox" className="size-4 rounded accent-accent" {...rest} />
      {label}
    </label>
  )
}

interface FieldProps {
  label: ReactNode
  hint?: ReactNode
  error?: ReactNode
  /** Says beside the label that it may stay empty. */
  optional?: string
  /** The label is for screen readers alone from this width on: the control stands under another one's label. */
  quietLabel?: boolean
  className?: string
  children: ReactElement<{ id?: string; 'aria-describedby'?: string; 'aria-invalid'?: boolean }>
}

/** A control with its label, a hint, and what is wrong with it, wired together for screen readers. */
export function Field({ label, hint, error, optional, quietLabel, className, children }: FieldProps) {
  const id = useId()
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className={classes('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className={classes('font-medium text-sm', quietLabel && 'sm:sr-only')}>
        {label}
        {optional && <span className="ml-1.5 font-normal text-muted text-xs">{optional}</span>}
      </label>
      {cloneElement(children, {
        id,
        'aria-describedby': describedBy || undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {error && (
        <p id={`${id}-error`} className="text-danger text-sm">
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-muted text-xs">
          {hint}
        </p>
      )}
    </div>
  )
}
