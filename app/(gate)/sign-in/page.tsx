import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { askAlone, askSecond } from '@/app/_lib/passkeys'
import { getPlatform } from '@/app/_lib/platform'
import { currentHolder } from '@/app/_lib/request'
import { SignInForm } from '@/components/identity/sign-in-form'
import { passkeysInUse } from '@/core/identity/passkey-list'
import { relyingPartyOf } from '@/core/identity/relying-party'

export async function generateMetadata() {
  return { title: (await getTranslations('auth'))('signIn.title') }
}

export default async function SignInPage() {
  if (await currentHolder()) redirect('/')
  const [t, platform] = [await getTranslations('auth'), getPlatform()]
  const party = (await passkeysInUse(platform)) ? relyingPartyOf(platform.config) : null
  return (
    <>
      <h1 className="mb-4 font-semibold text-lg">{t('signIn.title')}</h1>
      <SignInForm party={party} askAlone={askAlone} askSecond={askSecond} />
    </>
  )
}
