'use client'

import { Pencil, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { ActionButton } from '@/components/ui/action-button'
import { Button, LinkButton } from '@/components/ui/button'
import type { Outcome } from '@/components/ui/form'
import type { GrantDetail } from '@/core/access/grants'
import type { ChangePreview } from '@/core/access/preview'
import { LossDialog } from './loss-dialog'

interface GrantActionsProps {
  grant: Pick<GrantDetail, 'id' | 'name' | 'disabled' | 'unreadable'>
  previewDisable: () => Promise<Outcome<ChangePreview>>
  previewDelete: () => Promise<Outcome<ChangePreview>>
  setDisabled: (disabled: boolean) => Promise<Outcome<null>>
  /** Deletes and leaves the page; answers only when it could not. */
  remove: () => Promise<Outcome<null>>
}

/** What an administrator can do with a grant. */
export function GrantActions({ grant, previewDisable, previewDelete, setDisabled, remove }: GrantActionsProps) {
  const t = useTranslations('grants.action')
  const common = useTranslations('common')
  const { id, name } = grant
  return (
    <>
      <LossDialog
        trigger={
          <Button variant="ghost">
            <Trash2 aria-hidden />
            {common('delete')}
          </Button>
        }
        title={t('deleteTitle', { name })}
        text={t('gone', { name })}
        confirm={common('delete')}
        ask={previewDelete}
        act={remove}
      />
      {/* What can't be read can't be saved with a part of it changed. */}
      {!grant.unreadable &&
        (grant.disabled ? (
          <ActionButton action={() => setDisabled(false)} done={t('enabled')}>
            {t('enable')}
          </ActionButton>
        ) : (
          <LossDialog
            trigger={<Button>{t('disable')}</Button>}
            title={t('disableTitle', { name })}
            confirm={t('disable')}
            ask={previewDisable}
            act={() => setDisabled(true)}
            done={t('disabled')}
          />
        ))}
      <LinkButton variant="primary" href={`/grants/${id}/edit`} data-shortcut="e">
        <Pencil aria-hidden />
        {common('edit')}
      </LinkButton>
    </>
  )
}
