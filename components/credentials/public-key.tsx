import { useTranslations } from 'next-intl'
import { CopyButton } from '@/components/ui/copy-button'
import { Card, CardTitle } from '@/components/ui/surfaces'

/** The public half of a key, ready for a host's authorized_keys. */
export function PublicKey({ publicKey, fingerprint }: { publicKey: string; fingerprint: string | null }) {
  const t = useTranslations('credentials')
  return (
    <Card>
      <CardTitle lead={t('publicKeyLead')} actions={<CopyButton text={publicKey} label={t('copyPublicKey')} />}>
        {t('publicKey')}
      </CardTitle>
      <p className="machine select-all break-all rounded-md border border-line bg-sunken p-3 text-xs leading-5">
        {publicKey}
      </p>
      {fingerprint && (
        <p className="mt-2 flex flex-wrap items-baseline gap-x-2 text-muted text-sm">
          {t('column.fingerprint')}
          <span className="machine break-all text-ink">{fingerprint}</span>
        </p>
      )}
    </Card>
  )
}
