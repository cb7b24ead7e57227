'use client'

import { Check, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useId, useState } from 'react'
import { Field, Input } from '@/components/ui/field'
import { useLookup } from './use-lookup'

/** Something that can be chosen, and the form's field that takes its id. */
export interface Choice {
  field: string
  id: string
  name: string
  /** What tells it from others of that name. */
  hint: string
}

interface PickerProps<Row> {
  label: string
  placeholder: string
  /** What stands there while nothing is chosen. */
  none: string
  /** Where what is typed is looked up; the text is appended. */
  url: string
  choiceOf: (row: Row) => Choice
  chosen: readonly Choice[]
  onChange: (chosen: Choice[]) => void
  error?: string
}

const same = (a: Choice, b: Choice) => a.field === b.field && a.id === b.id

/** Chooses several of thousands: a few letters find them, Enter takes the one that is marked, and again puts it back. */
export function Picker<Row>(props: PickerProps<Row>) {
  const { label, placeholder, none, url, choiceOf, chosen, onChange, error } = props
  const t = useTranslations('grants.picker')
  const list = useId()
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  const [marked, setMarked] = useState(0)
  const { rows, settled, failed } = useLookup<Row>(url, open, text)
  const choices = rows.map(choiceOf)
  const at = Math.min(marked, choices.length - 1)

  const toggle = (choice: Choice) =>
    onChange(chosen.some((one) => same(one, choice)) ? chosen.filter((one) => !same(one, choice)) : [...chosen, choice])
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape' && open) setOpen(false)
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      setOpen(true)
      const step = event.key === 'ArrowDown' ? 1 : -1
      if (open && choices.length > 0) setMarked((at + step + choices.length) % choices.length)
    } else if (event.key === 'Enter') {
      const choice = choices[at]
      // What is typed and not found yet is not what is marked.
      if (open && settled && choice) toggle(choice)
    } else return
    event.preventDefault()
  }

  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="relative">
        <Field label={label} error={error}>
          <Input
            role="combobox"
            value={text}
            placeholder={placeholder}
            aria-expanded={open}
            aria-controls={list}
            aria-autocomplete="list"
            aria-activedescendant={open && choices[at] ? `${list}-${at}` : undefined}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            onFocus={() => setOpen(true)}
            onBlur={() => setOpen(false)}
            onChange={(event) => {
              setText(event.target.value)
              setMarked(0)
              setOpen(true)
            }}
            onKeyDown={onKeyDown}
          />
        </Field>
        <div
          hidden={!open}
          aria-busy={!settled}
          className="absolute top-full right-0 left-0 z-20 mt-1 max-h-72 overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-float"
        >
          {choices.length === 0 && (
            <p role="status" className="px-2.5 py-3 text-muted text-sm">
              {failed ? t('failed') : settled ? t('nothing') : t('loading')}
            </p>
          )}
          <div id={list} role="listbox" aria-label={label} aria-multiselectable="true">
            {choices.map((choice, index) => {
              const taken = chosen.some((one) => same(one, choice))
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the field above keeps the focus and handles the keys.
                // biome-ignore lint/a11y/useFocusableInteractive: marked by aria-activedescendant of the field.
                <div
                  key={`${choice.field} ${choice.id}`}
                  id={`${list}-${index}`}
                  role="option"
                  aria-selected={taken}
                  data-marked={index === at || undefined}
                  ref={(element) => {
                    if (index === at) element?.scrollIntoView({ block: 'nearest' })
                  }}
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => toggle(choice)}
                  className="flex cursor-pointer items-baseline gap-2 rounded-md px-2.5 py-1 text-sm hover:bg-sunken data-marked:bg-sunken data-marked:ring-1 data-marked:ring-line data-marked:ring-inset"
                >
                  <Check
                    aria-hidden
                    className={`size-3.5 shrink-0 self-center ${taken ? 'text-accent' : 'opacity-0'}`}
                  />
                  <span className="min-w-0 flex-1 break-words">{choice.name}</span>
                  <span className="shrink-0 text-muted text-xs">{choice.hint}</span>
                </div>
              )
            })}
          </div>
        </div>
      </div>
      {chosen.length === 0 ? (
        <p className="text-muted text-sm">{none}</p>
      ) : (
        <ul aria-label={t('chosen')} className="flex max-h-44 flex-wrap gap-1.5 overflow-y-auto">
          {chosen.map((choice) => (
            <Chip key={`${choice.field} ${choice.id}`} choice={choice} remove={() => toggle(choice)} />
          ))}
        </ul>
      )}
    </div>
  )
}

function Chip({ choice, remove }: { choice: Choice; remove: () => void }) {
  const t = useTranslations('grants.picker')
  return (
    <li className="inline-flex max-w-full items-center gap-1.5 rounded-md bg-sunken pl-2 text-sm ring-1 ring-line ring-inset">
      <input type="hidden" name={choice.field} value={choice.id} />
      <span className="min-w-0 truncate">{choice.name}</span>
      <span className="shrink-0 text-muted text-xs">{choice.hint}</span>
      <button
        type="button"
        aria-label={t('remove', { name: choice.name })}
        onClick={remove}
        className="flex size-6 items-center justify-center rounded text-muted hover:text-ink"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </li>
  )
}
