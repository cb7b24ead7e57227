import { getTranslations } from 'next-intl/server'
import { beginFactor, confirmFactor } from '@/app/_lib/enrolment'
import { RenewCodes, SetUpFactor, TurnOffFactor } from '@/components/profile/second-factor'
import { Badge, Card, CardTitle, Facts } from '@/components/ui/surfaces'
import { Time } from '@/components/ui/values'
import type { FactorState } from '@/core/identity/enrolment'
import { renewCodes, turnOff } from './actions'

/** One's own second factor: set up, looked after, turned off. Nothing where the setting offers none and there is none. */
export async function SecondFactor({ name, state }: { name: string; state: FactorState }) {
  const t = await getTranslations('factor')
  const { since, recoveryCodesLeft, required, offered } = state
  if (!since && !offered) return null
  if (!since) {
    return (
      <Card>
        <CardTitle lead={t('lead')}>{t('title')}</CardTitle>
        <SetUpFactor name={name} begin={beginFactor} confirm={confirmFactor} />
      </Card>
    )
  }
  return (
    <Card>
      <CardTitle lead={t('lead')}>{t('title')}</CardTitle>
      <Facts
        facts={[
          [
            t('state'),
            <Badge key="state" tone="ok">
              {t('on')}
            </Badge>,
          ],
          [t('since'), <Time key="since" at={since} />],
          [t('codes.left'), <CodesLeft key="left" count={recoveryCodesLeft} />],
        ]}
      />
      <div className="mt-4 flex flex-wrap items-center gap-2">
        <RenewCodes name={name} renew={renewCodes} />
        {required ? <p className="text-muted text-sm">{t('off.required')}</p> : <TurnOffFactor turnOff={turnOff} />}
      </div>
    </Card>
  )
}

async function CodesLeft({ count }: { count: number }) {
  const t = await getTranslations('factor')
  if (count > 2) return count
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      {count} <Badge tone="warn">{t('codes.few')}</Badge>
    </span>
  )
}
