import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentBrowser } from '@/app/_lib/request'
import { SetupForm } from '@/components/identity/setup-form'
import { LinkButton } from '@/components/ui/button'
import { Notice } from '@/components/ui/surfaces'
import { GatehouseError, toGatehouseError } from '@/core/errors'
import { inspectLink } from '@/core/identity/one-time-links'
import { redeem } from './actions'

export default async function SetupPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const [t, errors] = await Promise.all([getTranslations('auth'), getTranslations('errors')])
  const { clientAddress } = await currentBrowser()
  const link = await inspectLink(getPlatform(), token, clientAddress).catch((error: unknown) => {
    const known = toGatehouseError(error)
    if (known.code === 'too-many-requests') return known
    throw error
  })
  if (!link || 'code' in link) {
    const { code, params } = link ?? new GatehouseError('link-invalid')
    return (
      <div className="flex flex-col gap-4">
        <h1 className="font-semibold text-lg">{t('setup.invalid')}</h1>
        <Notice title={errors(code, params)} />
        <LinkButton href="/sign-in">{t('setup.toSignIn')}</LinkButton>
      </div>
    )
  }
  return (
    <>
      <h1 className="font-semibold text-lg">
        {link.userName ? t('setup.titleFor', { name: link.userName }) : t('setup.title')}
      </h1>
      <p className="mt-1 mb-4 text-muted text-sm">{link.userName ? t('setup.leadFor') : t('setup.lead')}</p>
      <SetupForm askName={link.userName === null} redeem={redeem.bind(null, token)} />
    </>
  )
}
