import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { RowKeys } from '@/components/list/row-keys'
import { CopyButton } from '@/components/ui/copy-button'
import { Table, Td, Th } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import type { OwnCredential } from '@/core/vault/own-credential-reads'
import { Kind } from './kind'

/** One's own credentials: what each is, its public half to be copied, and when it was last used. */
export function OwnCredentials({ credentials }: { credentials: readonly OwnCredential[] }) {
  const t = useTranslations('ownCredentials')
  const words = useTranslations('credentials')
  const common = useTranslations('common')
  return (
    <>
      <RowKeys />
      <Table label={t('title')}>
        <thead>
          <tr>
            <Th>{words('column.name')}</Th>
            <Th>{words('column.kind')}</Th>
            <Th>{words('publicKey')}</Th>
            <Th className="text-right! max-lg:hidden">{words('column.accounts')}</Th>
            <Th className="max-sm:hidden">{words('column.used')}</Th>
          </tr>
        </thead>
        <tbody>
          {credentials.map(({ id, name, kind, keyType, publicKey, fingerprint, uses, lastUsedAt }) => (
            <tr key={id}>
              <Td className="min-w-36">
                <Link
                  href={`/my-credentials/${id}`}
                  prefetch={false}
                  data-row=""
                  className="break-words font-medium hover:text-accent hover:underline"
                >
                  {name}
                </Link>
              </Td>
              <Td>
                <Kind kind={kind} detail={keyType} />
              </Td>
              <Td>
                {publicKey ? (
                  <span className="flex items-center gap-1">
                    <CopyButton iconOnly text={publicKey} label={t('copyOf', { name })} />
                    <span className="machine break-all text-muted max-md:hidden">{fingerprint}</span>
                  </span>
                ) : (
                  <span className="text-muted">–</span>
                )}
              </Td>
              <Td className="tabular text-right max-lg:hidden">{uses.length}</Td>
              <Td className="w-40 text-muted max-sm:hidden">
                {lastUsedAt ? <Time at={lastUsedAt} relative /> : common('never')}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  )
}
