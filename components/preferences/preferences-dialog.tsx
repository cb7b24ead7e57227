'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Dialog } from 'radix-ui'
import { Button } from '@/components/ui/button'
import { PreferencesForm } from './preferences-form'

interface Props {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Takes the focus back. */
  onClosed: () => void
}

/** The preferences over a terminal, which goes on meanwhile and shows what is saved. */
export function PreferencesDialog({ open, onOpenChange, onClosed }: Props) {
  const t = useTranslations('preferences')
  const common = useTranslations('common')
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade bg-black/60" />
        <Dialog.Content
          aria-describedby={undefined}
          className="-translate-x-1/2 -translate-y-1/2 fixed top-1/2 left-1/2 z-50 max-h-[calc(100dvh-2rem)] w-[min(64rem,calc(100vw-2rem))] overflow-y-auto rounded-xl border border-line bg-raised p-5 text-ink shadow-float"
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            onClosed()
          }}
        >
          <Dialog.Title className="mb-4 pr-8 font-semibold text-lg">{t('title')}</Dialog.Title>
          <PreferencesForm done={() => onOpenChange(false)} />
          <Dialog.Close asChild>
            <Button variant="ghost" size="iconSm" aria-label={common('close')} className="absolute top-4 right-4">
              <X aria-hidden />
            </Button>
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
