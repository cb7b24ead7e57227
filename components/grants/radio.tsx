'use client'

import type { ReactNode } from 'react'

interface RadioProps {
  name: string
  value: string
  label: string
  checked: boolean
  onChoose: () => void
  /** What belongs to this choice, shown while it is the one. */
  children?: ReactNode
}

/** One of a few choices, with what it needs below it. */
export function Radio({ name, value, label, checked, onChoose, children }: RadioProps) {
  return (
    <div className="min-w-0">
      <label className="inline-flex min-h-6 cursor-pointer items-center gap-2 text-sm">
        <input
          type="radio"
          name={name}
          value={value}
          checked={checked}
          onChange={onChoose}
          className="size-4 accent-accent"
        />
        {label}
      </label>
      {checked && children && <div className="mt-2 flex flex-col gap-4 pl-6">{children}</div>}
    </div>
  )
}

interface RadioGroupProps {
  /** What is being chosen; the card's title says it to those who see. */
  label: string
  error?: string
  children: ReactNode
}

export function RadioGroup({ label, error, children }: RadioGroupProps) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-2.5">
      <legend className="sr-only">{label}</legend>
      {children}
      {error && (
        <p role="alert" tabIndex={-1} data-problem="" className="text-danger text-sm">
          {error}
        </p>
      )}
    </fieldset>
  )
}
