'use client'

import { LoaderCircle } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Ref } from 'react'
import { Button } from '@/components/ui/button'
import { Card, CardTitle, Notice } from '@/components/ui/surfaces'
import type { ChangePreview } from '@/core/access/preview'
import { ChangeList } from './change-list'

interface PreviewCardProps {
  preview: ChangePreview | undefined
  /** The form has changed since. */
  stale: boolean
  pending: boolean
  /** Saving waits for a second look, because access is taken away. */
  asked: boolean
  show: () => void
  ref: Ref<HTMLDivElement>
}

/** What saving would do, before it is done. */
export function PreviewCard({ preview, stale, pending, asked, show, ref }: PreviewCardProps) {
  const t = useTranslations('grants.preview')
  return (
    <Card>
      <CardTitle
        lead={t('lead')}
        actions={
          <Button size="sm" aria-disabled={pending} onClick={() => !pending && show()}>
            {pending && <LoaderCircle aria-hidden className="animate-spin" />}
            {pending ? t('running') : t('run')}
          </Button>
        }
      >
        {t('title')}
      </CardTitle>
      <div ref={ref} tabIndex={-1} aria-live="polite" className="flex flex-col gap-3 rounded outline-offset-4">
        {asked && <Notice tone="warn" role="status" title={t('confirm')} />}
        {preview && stale && <p className="text-muted text-sm">{t('stale')}</p>}
        {preview && <ChangeList preview={preview} />}
      </div>
    </Card>
  )
}
