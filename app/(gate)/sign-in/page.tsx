import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentHolder } from '@/app/_lib/request'
import { queryOf, type SearchParams } from '@/app/_lib/show'
import { SignInForm } from '@/components/identity/sign-in-form'

export async function generateMetadata() {
  return { title: (await getTranslations('auth'))('signIn.title') }
}

export default async function SignInPage({ searchParams }: { searchParams: SearchParams }) {
  if (await currentHolder()) redirect('/')
  const [t, { error }] = await Promise.all([getTranslations('auth'), queryOf(searchParams)])
  const { oidc, passwordSignIn } = getPlatform().config
  return (
    <>
      <h1 className="mb-4 font-semibold text-lg">{t('signIn.title')}</h1>
      <SignInForm provider={oidc?.name} byPassword={passwordSignIn} failed={error} />
    </>
  )
}
