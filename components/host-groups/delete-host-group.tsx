'use client'

import { Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { LossDialog } from '@/components/grants/loss-dialog'
import { Button } from '@/components/ui/button'
import type { Outcome } from '@/components/ui/form'
import type { ChangePreview } from '@/core/access/preview'

interface DeleteHostGroupProps {
  group: { name: string; hosts: number; grants: number }
  ask: () => Promise<Outcome<ChangePreview>>
  /** Deletes and leaves the page; answers only when it could not. */
  remove: () => Promise<Outcome<null>>
}

/** Deletes a group of hosts; says first who loses what by it. */
export function DeleteHostGroup({ group: { name, hosts, grants }, ask, remove }: DeleteHostGroupProps) {
  const t = useTranslations('hostGroups.delete')
  const common = useTranslations('common')
  return (
    <LossDialog
      trigger={
        <Button variant="ghost">
          <Trash2 aria-hidden />
          {common('delete')}
        </Button>
      }
      title={t('title', { name })}
      text={t('text', { name, hosts, grants })}
      confirm={common('delete')}
      ask={ask}
      act={remove}
    />
  )
}
