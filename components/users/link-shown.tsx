'use client'

import { useTranslations } from 'next-intl'
import { CopyButton } from '@/components/ui/copy-button'

/** A one-time link, shown this once. */
export function LinkShown({ link }: { link: string }) {
  const t = useTranslations('users')
  return (
    <div className="flex flex-wrap items-center gap-2">
      <code className="min-w-0 flex-1 basis-56 break-all rounded-md border border-line bg-sunken px-2.5 py-1.5 font-mono text-xs">
        {link}
      </code>
      <CopyButton text={link} label={t('link.copy')} />
    </div>
  )
}
