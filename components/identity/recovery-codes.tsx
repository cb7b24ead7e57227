'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { DownloadButton } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Notice } from '@/components/ui/surfaces'

interface Props {
  codes: string[]
  /** Whose they are, for the file. */
  name: string
  /** How to go on. */
  children: ReactNode
}

/** Ten recovery codes, shown this once, to copy or to keep as a file. */
export function RecoveryCodes({ codes, name, children }: Props) {
  const t = useTranslations('factor')
  const text = `${t('codes.heading', { name })}\n\n${codes.join('\n')}\n`
  return (
    <div className="flex max-w-md flex-col gap-4">
      <Notice tone="warn" role="status" title={t('codes.title')}>
        {t('codes.text')}
      </Notice>
      <ul className="grid grid-cols-[repeat(auto-fit,minmax(12rem,1fr))] gap-x-4 gap-y-1 rounded-md border border-line bg-sunken px-3 py-2 font-mono text-sm">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={text} label={t('codes.copy')} />
        <DownloadButton
          size="sm"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download="gatehouse-recovery-codes.txt"
        >
          {t('codes.download')}
        </DownloadButton>
      </div>
      <div>{children}</div>
    </div>
  )
}
