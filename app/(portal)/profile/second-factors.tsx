import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { beginFactor, beginKey, confirmFactor, confirmKey } from '@/app/_lib/enrolment'
import { askOwn } from '@/app/_lib/passkeys'
import { getPlatform } from '@/app/_lib/platform'
import type { Means } from '@/components/identity/proof-form'
import { AddPasskey, PasskeyActions } from '@/components/profile/passkeys'
import { RenewCodes, SetUpFactor, TurnOffFactor } from '@/components/profile/second-factor'
import { Badge, Card, CardTitle, Facts } from '@/components/ui/surfaces'
import { Time } from '@/components/ui/values'
import type { FactorState } from '@/core/identity/enrolment'
import type { PasskeySummary } from '@/core/identity/passkey-list'
import { relyingPartyOf } from '@/core/identity/relying-party'
import { removeKey, renameKey, renewCodes, turnOff } from './actions'

interface Props {
  state: FactorState
  means: Means
}

/** One's own second factors: set up, looked after, removed. Nothing where the setting offers none and there is none. */
export async function SecondFactors({ name, state }: { name: string; state: FactorState }) {
  const { since, passkeys, offered } = state
  const [app, passkey] = [since !== null, passkeys.length > 0]
  const means = { name, app, passkey, party: relyingPartyOf(getPlatform().config), ask: askOwn }
  return (
    <>
      {(offered || app) && <App state={state} means={means} />}
      {(offered || passkey) && <Passkeys state={state} means={means} />}
      {(app || passkey) && <Codes state={state} means={means} />}
    </>
  )
}

async function App({ state, means }: Props) {
  const t = await getTranslations('factor')
  const { since, passkeys, required } = state
  if (!since) {
    return (
      <Card>
        <CardTitle lead={t('lead')}>{t('title')}</CardTitle>
        <SetUpFactor means={means} begin={beginFactor} confirm={confirmFactor} />
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
        ]}
      />
      <div className="mt-4">
        {required && passkeys.length === 0 ? (
          <p className="text-muted text-sm">{t('off.required')}</p>
        ) : (
          <TurnOffFactor means={means} turnOff={turnOff} />
        )}
      </div>
    </Card>
  )
}

async function Passkeys({ state, means }: Props) {
  const [t, factor] = await Promise.all([getTranslations('passkey'), getTranslations('factor')])
  const { passkeys, since, required, offered } = state
  const last = since === null && passkeys.length === 1
  return (
    <Card>
      <CardTitle
        lead={t('lead')}
        actions={offered && <AddPasskey means={means} begin={beginKey} confirm={confirmKey} />}
      >
        {t('title')}
      </CardTitle>
      {passkeys.length === 0 ? (
        <p className="text-muted text-sm">{t('none')}</p>
      ) : (
        <ul className="divide-y divide-line">
          {passkeys.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey}>
              <PasskeyActions
                passkey={{ id: passkey.id, name: passkey.name }}
                means={means}
                last={last}
                mayRemove={!(last && required)}
                rename={renameKey.bind(null, passkey.id)}
                remove={removeKey.bind(null, passkey.id)}
              />
            </PasskeyRow>
          ))}
        </ul>
      )}
      {last && required && <p className="mt-2 text-muted text-sm">{factor('off.required')}</p>}
    </Card>
  )
}

async function PasskeyRow({ passkey, children }: { passkey: PasskeySummary; children: ReactNode }) {
  const [t, common] = await Promise.all([getTranslations('passkey'), getTranslations('common')])
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2.5">
      <div className="min-w-0 flex-1 basis-64 text-sm">
        <p className="break-words font-medium">{passkey.name}</p>
        <p className="mt-0.5 flex flex-wrap gap-x-3 text-muted text-xs">
          <span>
            {t('created')} <Time at={passkey.createdAt} />
          </span>
          <span>
            {t('lastUsed')} {passkey.lastUsedAt ? <Time at={passkey.lastUsedAt} /> : common('never')}
          </span>
          {passkey.backedUp && <span>{t('backedUp')}</span>}
        </p>
      </div>
      {children}
    </li>
  )
}

async function Codes({ state, means }: Props) {
  const t = await getTranslations('factor')
  return (
    <Card>
      <CardTitle lead={t('codes.lead')}>{t('codes.cardTitle')}</CardTitle>
      <Facts facts={[[t('codes.left'), <CodesLeft key="left" count={state.recoveryCodesLeft} />]]} />
      <div className="mt-4">
        <RenewCodes means={means} renew={renewCodes} />
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
