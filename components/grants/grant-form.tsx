'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { LinkButton } from '@/components/ui/button'
import { Checkbox, Field, Input, Textarea } from '@/components/ui/field'
import { type Outcome, SubmitButton, useAction } from '@/components/ui/form'
import { Card, CardTitle } from '@/components/ui/surfaces'
import { toast } from '@/components/ui/toaster'
import type { GrantDetail } from '@/core/access/grants'
import type { ChangePreview } from '@/core/access/preview'
import { ApprovalFields } from './approval-fields'
import { CredentialField } from './credential-field'
import { HoursFields } from './hours-fields'
import { LoginFields } from './login-fields'
import { PeriodFields } from './period-fields'
import { PreviewCard } from './preview-card'
import { ProofField } from './proof-field'
import { keyOf, usePreview } from './use-preview'
import { HostFields, SubjectFields } from './whom-fields'

interface GrantFormProps {
  save: (form: FormData) => Promise<Outcome<{ id: string }>>
  /** What saving would do. */
  ask: (form: FormData) => Promise<Outcome<ChangePreview>>
  /** The grant to change; none for a new one. */
  grant?: GrantDetail
  /** What a new one begins with. */
  start?: Partial<Pick<GrantDetail, 'users' | 'groups' | 'hosts' | 'hostGroups'>>
  /** Tags in use. */
  tags: readonly string[]
  zones: readonly string[]
  /** Who may be the approvers. */
  groups: readonly { id: string; name: string }[]
  back: string
}

/** A new grant, or a change of one. What takes access away is shown before it is saved. */
export function GrantForm({ save, ask, grant, start, tags, zones, groups, back }: GrantFormProps) {
  const t = useTranslations('grants')
  const common = useTranslations('common')
  const router = useRouter()
  const form = useRef<HTMLFormElement>(null)
  const shown = useRef<HTMLDivElement>(null)
  const [now, setNow] = useState('')
  const [asked, setAsked] = useState(false)
  const action = useAction(save, ({ id }) => {
    toast.success(common('saved'))
    router.push(`/grants/${id}`)
    router.refresh()
  })
  const preview = usePreview(ask, action.fail)
  const fields = action.failure?.fields ?? {}
  const fieldError = action.fieldError
  const under = (path: string) => {
    const field = Object.keys(fields).find((name) => name === path || name.startsWith(`${path}.`))
    return field && fieldError(field)
  }
  useEffect(() => {
    if (action.failure) form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-problem]')?.focus()
  }, [action.failure])

  const content = () => new FormData(form.current ?? undefined)
  const stale = preview.shown !== undefined && preview.shown.key !== now
  const note = () => setNow(keyOf(content()))
  /** Once what was done to the form is in it. */
  const noteSoon = () => preview.shown && requestAnimationFrame(note)
  const look = (then?: (preview: ChangePreview) => void) => {
    action.fail(undefined)
    preview.run(content(), then)
    note()
  }
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (action.pending || preview.pending) return
    // A new grant takes nothing away; and what has been shown needs no second question.
    if (!grant || (asked && preview.isOf(content()))) {
      action.run(content())
      return
    }
    look(({ counts }) => {
      setAsked(counts.losses > 0)
      if (counts.losses === 0) action.run(content())
      else shown.current?.focus()
    })
  }
  const confirming = asked && !stale

  return (
    <form
      ref={form}
      method="post"
      className="flex flex-col gap-4"
      onSubmit={onSubmit}
      onInput={noteSoon}
      onClick={noteSoon}
      onKeyUp={noteSoon}
      noValidate
    >
      {action.notice}
      <Card className="flex flex-col gap-4">
        <Field label={t('field.name')} hint={t('field.nameHint')} error={fieldError('name')}>
          <Input name="name" defaultValue={grant?.name} autoFocus={!grant} autoComplete="off" required />
        </Field>
        <Field label={t('field.description')} optional={common('optional')} error={fieldError('description')}>
          <Textarea name="description" rows={2} defaultValue={grant?.description} />
        </Field>
      </Card>
      <Card>
        <CardTitle lead={t('field.whoLead')}>{t('field.who')}</CardTitle>
        <SubjectFields grant={grant ?? start} error={under('subjects') ?? under('userIds') ?? under('groupIds')} />
      </Card>
      <Card>
        <CardTitle lead={t('field.whereLead')}>{t('field.where')}</CardTitle>
        <HostFields
          grant={grant ?? start}
          tags={tags}
          error={under('hosts') ?? under('hostIds') ?? under('hostGroupIds')}
          tagError={fieldError('tagExpression')}
        />
      </Card>
      <Card className="flex flex-col gap-5">
        <CardTitle lead={t('field.loginsLead')}>{t('field.logins')}</CardTitle>
        <LoginFields grant={grant} error={under('logins')} capabilityError={under('capabilities')} />
        <CredentialField value={grant?.credentials} error={fieldError('credentials')} />
      </Card>
      <Card className="flex flex-col gap-5">
        <CardTitle lead={t('field.conditionsLead')}>{t('field.conditions')}</CardTitle>
        <PeriodFields from={grant?.validFrom ?? null} until={grant?.validUntil ?? null} fieldError={fieldError} />
        <HoursFields schedule={grant?.schedule ?? null} zones={zones} fieldError={fieldError} />
        <Field
          label={t('field.networks')}
          optional={common('optional')}
          hint={t('field.networksHint')}
          error={under('networks')}
        >
          <Textarea
            name="networks"
            rows={2}
            defaultValue={grant?.networks.join('\n')}
            className="machine"
            spellCheck={false}
          />
        </Field>
        <div className="flex flex-col items-start gap-2.5">
          <Checkbox
            name="requiresSecondFactor"
            label={t('field.secondFactor')}
            defaultChecked={grant?.requiresSecondFactor}
          />
          <ProofField minutes={grant?.proofMinutes ?? null} error={fieldError('proofMinutes')} />
          <Checkbox name="requiresReason" label={t('field.reason')} defaultChecked={grant?.requiresReason} />
          {grant && <Checkbox name="disabled" label={t('field.disabled')} defaultChecked={grant.disabled} />}
        </div>
      </Card>
      <ApprovalFields grant={grant} groups={groups} error={fieldError('approvals')} />
      <PreviewCard
        ref={shown}
        preview={preview.shown?.preview}
        stale={stale}
        pending={preview.pending}
        asked={confirming}
        show={() => look(() => setAsked(false))}
      />
      {grant && <input type="hidden" name="basedOn" value={new Date(grant.updatedAt).toISOString()} />}
      <div className="flex flex-wrap gap-2">
        <SubmitButton pending={action.pending || preview.pending} variant={confirming ? 'danger' : 'primary'}>
          {confirming ? t('preview.saveLoss') : grant ? common('save') : t('create')}
        </SubmitButton>
        <LinkButton href={back} variant="ghost">
          {common('cancel')}
        </LinkButton>
      </div>
    </form>
  )
}
