import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { currentHolder } from '@/app/_lib/request'
import { SignInForm } from '@/components/identity/sign-in-form'

export async function generateMetadata() {
  return { title: (await getTranslations('auth'))('signIn.title') }
}

export default async function SignInPage() {
  if (await currentHolder()) redirect('/')
  const t = await getTranslations('auth')
  return (
    <>
      <h1 className="mb-4 font-semibold text-lg">{t('signIn.title')}</h1>
      <SignInForm />
    </>
  )
}
