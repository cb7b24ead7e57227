'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionButton } from '@/components/ui/action-button'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Select } from '@/components/ui/field'
import type { Outcome } from '@/components/ui/form'
import { toast } from '@/components/ui/toaster'
import { useRun } from '@/components/ui/use-run'
import { LinkShown } from './link-shown'

interface Props {
  user: {
    id: string
    name: string
    role: string
    disabled: boolean
    mayHaveLink: boolean
    mayResetFactor: boolean
    /** Where a link can be sent; null: nowhere. */
    email: string | null
  }
  roles: { value: string; label: string }[]
  actions: {
    setRole: (id: string, role: string) => Promise<Outcome<null>>
    setDisabled: (id: string, disabled: boolean) => Promise<Outcome<null>>
    renewLink: (id: string) => Promise<Outcome<string>>
    sendLink: (id: string) => Promise<Outcome<null>>
    resetSecondFactor: (id: string) => Promise<Outcome<null>>
    remove: (id: string) => Promise<Outcome<null>>
  }
}

/** What an administrator can do with a user. */
export function UserActions({ user, roles, actions }: Props) {
  const t = useTranslations('users')
  const common = useTranslations('common')
  const { run, pending } = useRun()
  const [link, setLink] = useState<string>()
  const { id, name } = user

  const chooseRole = (role: string) =>
    run(() => actions.setRole(id, role), { done: () => toast.success(common('saved')) })
  const makeLink = () => run(() => actions.renewLink(id), { done: setLink })

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend that is seen.
    <div role="group" aria-label={t('menu', { name })} className="flex flex-wrap items-center gap-1.5 md:min-w-108">
      <Select
        aria-label={t('changeRole', { name })}
        className="w-36 shrink-0"
        value={user.role}
        disabled={pending}
        onChange={(event) => chooseRole(event.target.value)}
      >
        {roles.map((role) => (
          <option key={role.value} value={role.value}>
            {role.label}
          </option>
        ))}
      </Select>
      {user.mayHaveLink && (
        <Button size="sm" disabled={pending || user.disabled} onClick={makeLink}>
          {t('link.new')}
        </Button>
      )}
      <ActionButton size="sm" action={() => actions.setDisabled(id, !user.disabled)} done={common('saved')}>
        {user.disabled ? t('enable') : t('disable')}
      </ActionButton>
      {user.mayResetFactor && (
        <ActionButton
          size="sm"
          action={() => actions.resetSecondFactor(id)}
          done={t('factor.resetDone')}
          ask={{
            title: t('factor.title', { name }),
            description: t('factor.text', { name }),
            confirm: t('factor.reset'),
          }}
        >
          {t('factor.reset')}
        </ActionButton>
      )}
      <ActionButton
        size="sm"
        variant="quietDanger"
        action={() => actions.remove(id)}
        ask={{ title: t('delete.title', { name }), description: t('delete.text', { name }), confirm: common('delete') }}
      >
        {common('delete')}
      </ActionButton>
      <Dialog
        open={link !== undefined}
        onOpenChange={(open) => !open && setLink(undefined)}
        title={t('link.title', { name })}
        description={t('link.text')}
      >
        {link && (
          <LinkShown
            link={link}
            {...(user.email ? { send: { email: user.email, action: () => actions.sendLink(id) } } : {})}
          />
        )}
      </Dialog>
    </div>
  )
}
