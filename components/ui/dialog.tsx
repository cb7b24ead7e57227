'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { AlertDialog, Dialog as RadixDialog } from 'radix-ui'
import type { ReactNode } from 'react'
import { Button } from './button'

const overlay = 'fixed inset-0 z-40 animate-fade bg-black/60 backdrop-blur-[1px]'
const panel =
  'fixed top-1/2 left-1/2 z-50 max-h-[calc(100dvh-2rem)] w-[min(34rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-xl border border-line bg-raised p-5 text-ink shadow-float'

interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: string
  children: ReactNode
}

export function Dialog({ open, onOpenChange, title, description, children }: DialogProps) {
  const t = useTranslations('common')
  return (
    <RadixDialog.Root open={open} onOpenChange={onOpenChange}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className={overlay} />
        <RadixDialog.Content className={panel} {...(description ? {} : { 'aria-describedby': undefined })}>
          <RadixDialog.Title className="break-words pr-8 font-semibold text-lg">{title}</RadixDialog.Title>
          {description && (
            <RadixDialog.Description className="mt-1 break-words text-muted text-sm">
              {description}
            </RadixDialog.Description>
          )}
          <div className="mt-4">{children}</div>
          <RadixDialog.Close asChild>
            <Button variant="ghost" size="iconSm" aria-label={t('close')} className="absolute top-4 right-4">
              <X aria-hidden />
            </Button>
          </RadixDialog.Close>
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  )
}

interface ConfirmProps {
  trigger: ReactNode
  title: string
  /** Names what will be destroyed. */
  description: string
  confirm: string
  cancel: string
  onConfirm: () => void
  onOpenChange?: (open: boolean) => void
  /** More about what will be destroyed, below the description. */
  children?: ReactNode
  /** What it says isn't known yet: until then there is nothing to confirm. */
  waiting?: boolean
}

/** Asks before something that can't be undone. */
export function ConfirmDialog(props: ConfirmProps) {
  const { trigger, title, description, confirm, cancel, onConfirm, onOpenChange, children, waiting = false } = props
  return (
    <AlertDialog.Root onOpenChange={onOpenChange}>
      <AlertDialog.Trigger asChild>{trigger}</AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={overlay} />
        <AlertDialog.Content className={panel}>
          <AlertDialog.Title className="break-words font-semibold text-lg">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-1 break-words text-muted text-sm">
            {description}
          </AlertDialog.Description>
          {children && <div className="mt-3">{children}</div>}
          <div className="mt-5 flex justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button>{cancel}</Button>
            </AlertDialog.Cancel>
            <AlertDialog.Action asChild>
              <Button variant="danger" disabled={waiting} onClick={onConfirm}>
                {confirm}
              </Button>
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
