'use client'

import { useTranslations } from 'next-intl'
import { ActionButton } from '@/components/ui/action-button'
import { CopyButton } from '@/components/ui/copy-button'
import type { Outcome } from '@/components/ui/form'

interface LinkShownProps {
  link: string
  /** Sends one like it by mail; absent where no mail can be sent. */
  send?: { email: string; action: () => Promise<Outcome<null>> }
}

/** A one-time link, shown this once. */
export function LinkShown({ link, send }: LinkShownProps) {
  const t = useTranslations('users')
  return (
    <div className="flex flex-wrap items-center gap-2">
      <code className="min-w-0 flex-1 basis-56 break-all rounded-md border border-line bg-sunken px-2.5 py-1.5 font-mono text-xs">
        {link}
      </code>
      <CopyButton text={link} label={t('link.copy')} />
      {send && (
        <ActionButton size="sm" action={send.action} done={t('link.sent', { email: send.email })}>
          <span className="min-w-0 truncate">{t('link.send', { email: send.email })}</span>
        </ActionButton>
      )}
    </div>
  )
}
