'use client'

import { type ReactNode, useId } from 'react'
import { Field, Input, Select } from '@/components/ui/field'

interface ChoiceProps<T extends string | number> {
  label: string
  hint?: string
  value: T
  choices: readonly { value: T; label: string }[]
  choose: (value: T) => void
}

/** One of several, as a select box. */
export function Choice<T extends string | number>({ label, hint, value, choices, choose }: ChoiceProps<T>) {
  return (
    <Field label={label} hint={hint}>
      <Select
        value={String(value)}
        onChange={(event) => {
          const chosen = choices.find((choice) => String(choice.value) === event.target.value)
          if (chosen) choose(chosen.value)
        }}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={String(choice.value)}>
            {choice.label}
          </option>
        ))}
      </Select>
    </Field>
  )
}

interface AmountProps {
  label: string
  hint?: string
  error?: string
  value: number
  limits: { min: number; max: number; step: number }
  set: (value: number) => void
}

/** A number, typed or stepped. */
export function Amount({ label, hint, error, value, limits, set }: AmountProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      <Input
        type="number"
        className="tabular"
        {...limits}
        value={Number.isNaN(value) ? '' : value}
        onChange={(event) => set(event.target.valueAsNumber)}
      />
    </Field>
  )
}

interface SwitchProps {
  label: string
  hint?: string
  on: boolean
  set: (on: boolean) => void
}

/** On or off, with a word on what it does. */
export function Switch({ label, hint, on, set }: SwitchProps) {
  const id = useId()
  return (
    <div className="flex gap-2.5">
      <input
        id={id}
        type="checkbox"
        className="mt-0.5 size-4 shrink-0 rounded accent-accent"
        checked={on}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => set(event.target.checked)}
      />
      <div className="min-w-0">
        <label htmlFor={id} className="font-medium text-sm">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-muted text-xs">
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}

/** Some controls under a heading. */
export function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="grid gap-4 sm:grid-cols-2 [&>legend]:mb-3">
      <legend className="font-semibold text-base">{title}</legend>
      {children}
    </fieldset>
  )
}
