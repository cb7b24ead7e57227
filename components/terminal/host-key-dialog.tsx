'use client'

import { useTranslations } from 'next-intl'
import { AlertDialog } from 'radix-ui'
import { Button } from '@/components/ui/button'
import { printable } from './printable'
import type { HostKeyPrompt } from './use-terminal'

interface Props {
  prompt: HostKeyPrompt | undefined
  host: string
  answer: (accept: boolean) => void
}

/** The question about an unknown host key. Refusing is what Escape does. */
export function HostKeyDialog({ prompt, host, answer }: Props) {
  const t = useTranslations('terminal.hostKey')
  if (!prompt) return null
  const { presented, mayAccept } = prompt
  return (
    <AlertDialog.Root open onOpenChange={(open) => !open && answer(false)}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-40 bg-black/55" />
        <AlertDialog.Content className="-translate-x-1/2 -translate-y-1/2 fixed top-1/2 left-1/2 z-50 w-[min(36rem,calc(100vw-2rem))] rounded-lg border border-line bg-raised p-5 shadow-2xl">
          <AlertDialog.Title className="break-words font-semibold text-lg">{t('title', { host })}</AlertDialog.Title>
          <AlertDialog.Description className="mt-1 text-muted text-sm">{t('text')}</AlertDialog.Description>
          <dl className="my-4 grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1.5 rounded-md bg-sunken p-3 text-sm">
            <dt className="text-muted">{t('type')}</dt>
            <dd className="font-mono">{printable(presented.keyType)}</dd>
            <dt className="text-muted">{t('fingerprint')}</dt>
            <dd className="select-all break-all font-mono">{presented.fingerprint}</dd>
          </dl>
          {!mayAccept && <p className="mb-4 rounded-md bg-warn-soft px-3 py-2 text-sm text-warn">{t('mayNot')}</p>}
          <div className="flex flex-wrap justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button>{t('refuse')}</Button>
            </AlertDialog.Cancel>
            {mayAccept && (
              <Button variant="primary" onClick={() => answer(true)}>
                {t('accept')}
              </Button>
            )}
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
