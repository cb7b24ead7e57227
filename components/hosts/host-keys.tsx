'use client'

import { ShieldCheck, ShieldQuestionMark, X } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { ConfirmDialog } from '@/components/ui/dialog'
import { useErrorText } from '@/components/ui/error-notice'
import type { Outcome } from '@/components/ui/form'
import { Card, CardTitle } from '@/components/ui/surfaces'
import { Time } from '@/components/ui/time'
import { toast } from '@/components/ui/toaster'
import type { PinnedKey } from '@/core/inventory/host-keys'
import { type Imported, ImportKeys, ReplaceKeys } from './host-key-dialogs'

interface HostKeysProps {
  keys: readonly PinnedKey[]
  mayImport: boolean
  mayReplace: boolean
  add: (form: FormData) => Promise<Outcome<Imported>>
  replace: (form: FormData) => Promise<Outcome<null>>
  remove: (keyId: string) => Promise<Outcome<null>>
}

/** The pinned keys of a host: what it must prove itself with. */
export function HostKeys({ keys, mayImport, mayReplace, add, replace, remove }: HostKeysProps) {
  const t = useTranslations('hosts.keys')
  return (
    <Card>
      <CardTitle
        lead={t('lead')}
        actions={
          <>
            {mayImport && <ImportKeys add={add} />}
            {mayReplace && <ReplaceKeys keys={keys} replace={replace} />}
          </>
        }
      >
        {t('title')}
      </CardTitle>
      {keys.length === 0 ? (
        <p className="flex items-start gap-2 border-line border-t pt-3 text-muted text-sm">
          <ShieldQuestionMark aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
          {t('none')}
        </p>
      ) : (
        <ul className="divide-y divide-line border-line border-t">
          {keys.map((key) => (
            <li key={key.id} className="flex items-start gap-2.5 py-2.5 last:pb-0">
              <ShieldCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />
              <div className="min-w-0 flex-1 text-sm">
                <p className="machine break-all">{key.fingerprint}</p>
                <p className="mt-0.5 break-words text-muted text-xs">
                  <span className="machine">{key.keyType}</span>
                  {' · '}
                  {t(`by.${key.source}`, { name: key.acceptedBy })}
                  {' · '}
                  <Time at={key.acceptedAt} />
                </p>
              </div>
              <div className="flex gap-0.5">
                <CopyButton iconOnly text={key.fingerprint} label={t('copy')} />
                {mayReplace && <RemoveKey hostKey={key} remove={remove} />}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function RemoveKey({ hostKey, remove }: { hostKey: PinnedKey; remove: HostKeysProps['remove'] }) {
  const t = useTranslations('hosts.keys')
  const common = useTranslations('common')
  const router = useRouter()
  const { sentence } = useErrorText()
  const [pending, startTransition] = useTransition()
  return (
    <ConfirmDialog
      trigger={
        <Button
          variant="ghost"
          size="iconSm"
          disabled={pending}
          aria-label={t('removeOne', { keyType: hostKey.keyType })}
        >
          <X aria-hidden />
        </Button>
      }
      title={t('removeTitle')}
      description={t('removeText', { fingerprint: `${hostKey.keyType} ${hostKey.fingerprint}` })}
      confirm={t('remove')}
      cancel={common('cancel')}
      onConfirm={() =>
        startTransition(async () => {
          const outcome = await remove(hostKey.id)
          if (outcome.ok) router.refresh()
          else toast.error(sentence(outcome.error))
        })
      }
    />
  )
}
