import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { beginFactor, beginKey, confirmFactor, confirmKey } from '@/app/_lib/enrolment'
import { askOwn } from '@/app/_lib/passkeys'
import { getPlatform } from '@/app/_lib/platform'
import { currentHolder } from '@/app/_lib/request'
import { EnrolChoice } from '@/components/identity/enrol-choice'
import { SignOut } from '@/components/identity/sign-out'
import { hasNoPassword } from '@/core/identity/proof'
import { relyingPartyOf } from '@/core/identity/relying-party'

export async function generateMetadata() {
  return { title: (await getTranslations('factor'))('enrol.pageTitle') }
}

/** Where someone is led who must set up a second factor before anything else. */
export default async function EnrolPage() {
  const holder = await currentHolder()
  if (!holder) redirect('/sign-in')
  if (!holder.mustEnrol) redirect('/')
  const t = await getTranslations('factor')
  return (
    <>
      <h1 className="font-semibold text-lg">{t('enrol.pageTitle')}</h1>
      {(await hasNoPassword(getPlatform(), holder.actor)) ? (
        <p className="mt-1 text-sm">{t('enrol.byProvider')}</p>
      ) : (
        <>
          <p className="mt-1 mb-4 text-muted text-sm">{t('enrol.demanded')}</p>
          <EnrolChoice
            means={{
              name: holder.actor.name,
              app: false,
              passkey: false,
              party: relyingPartyOf(getPlatform().config),
              ask: askOwn,
            }}
            app={{ begin: beginFactor, confirm: confirmFactor }}
            passkey={{ begin: beginKey, confirm: confirmKey }}
          />
        </>
      )}
      <div className="mt-4 border-line border-t pt-3">
        <SignOut />
      </div>
    </>
  )
}
