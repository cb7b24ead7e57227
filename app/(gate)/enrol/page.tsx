import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { beginFactor, confirmFactor } from '@/app/_lib/enrolment'
import { getPlatform } from '@/app/_lib/platform'
import { currentHolder } from '@/app/_lib/request'
import { Enrolment } from '@/components/identity/enrolment'
import { SignOut } from '@/components/identity/sign-out'
import { hasNoPassword } from '@/core/identity/enrolment'

export async function generateMetadata() {
  return { title: (await getTranslations('factor'))('enrol.title') }
}

/** Where someone is led who must set up a second factor before anything else. */
export default async function EnrolPage() {
  const holder = await currentHolder()
  if (!holder) redirect('/sign-in')
  if (!holder.mustEnrol) redirect('/')
  const t = await getTranslations('factor')
  return (
    <>
      <h1 className="font-semibold text-lg">{t('enrol.title')}</h1>
      {(await hasNoPassword(getPlatform(), holder.actor)) ? (
        <p className="mt-1 text-sm">{t('enrol.byProvider')}</p>
      ) : (
        <>
          <p className="mt-1 mb-4 text-muted text-sm">{t('enrol.demanded')}</p>
          <Enrolment name={holder.actor.name} begin={beginFactor} confirm={confirmFactor} />
        </>
      )}
      <div className="mt-4 border-line border-t pt-3">
        <SignOut />
      </div>
    </>
  )
}
