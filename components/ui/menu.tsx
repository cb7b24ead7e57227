'use client'

import { Check } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes'

const row =
  'flex w-full cursor-pointer select-none items-center gap-2 rounded px-2 py-1.5 text-sm outline-none data-[highlighted]:bg-sunken data-[disabled]:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted'

interface MenuProps {
  /** One button. */
  trigger: ReactNode
  children: ReactNode
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'right' | 'bottom' | 'left'
}

/** A menu that opens from a button, in the landmark in which the button stands. */
export function DropdownMenu({ trigger, children, align = 'end', side = 'bottom' }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Content
        align={align}
        side={side}
        sideOffset={6}
        collisionPadding={8}
        className="z-50 min-w-52 animate-rise rounded-lg border border-line bg-raised p-1 text-ink shadow-float"
      >
        {children}
      </Radix.Content>
    </Radix.Root>
  )
}

export function MenuItem({ className, ...rest }: ComponentProps<typeof Radix.Item>) {
  return <Radix.Item className={classes(row, className)} {...rest} />
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 pt-1.5 pb-0.5 font-medium text-muted text-xs">{children}</Radix.Label>
}

export function MenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />
}

interface MenuChoiceProps<T extends string> {
  label: string
  value: T | undefined
  choices: readonly { value: T; label: string; icon?: ReactNode }[]
  onChoose: (value: T) => void
}

/** One of several, in a menu. */
export function MenuChoice<T extends string>({ label, value, choices, onChoose }: MenuChoiceProps<T>) {
  return (
    <Radix.RadioGroup
      aria-label={label}
      value={value ?? ''}
      onValueChange={(chosen) => {
        const choice = choices.find((one) => one.value === chosen)
        if (choice) onChoose(choice.value)
      }}
    >
      <MenuLabel>{label}</MenuLabel>
      {choices.map((choice) => (
        <Radix.RadioItem key={choice.value} value={choice.value} className={row}>
          {choice.icon}
          <span className="flex-1">{choice.label}</span>
          <Radix.ItemIndicator>
            <Check aria-hidden />
          </Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  )
}
