'use client'

import { useTranslations } from 'next-intl'
import { toast } from 'sonner'
import { Checkbox, Field, Input } from '@/components/ui/field'
import { type Outcome, SubmitButton, useAction } from '@/components/ui/form'
import type { MailTopic } from '@/core/notices/mail-kinds'

interface AddressProps {
  email: string | null
  /** Whether the identity provider may say another at the next sign-in. */
  byProvider: boolean
  change: (form: FormData) => Promise<Outcome<null>>
}

/** Where one's own mail goes. */
export function MailAddress({ email, byProvider, change }: AddressProps) {
  const t = useTranslations('profile.mail')
  const { onSubmit, pending, fieldError, notice } = useAction(change, () => toast.success(t('saved')))
  return (
    <form method="post" className="flex max-w-md flex-col gap-4" onSubmit={onSubmit}>
      {notice}
      <Field
        label={t('address')}
        hint={byProvider ? `${t('hint')} ${t('hintProvider')}` : t('hint')}
        error={fieldError('email')}
      >
        <Input key={email} name="email" type="email" autoComplete="email" maxLength={254} defaultValue={email ?? ''} />
      </Field>
      <div>
        <SubmitButton pending={pending}>{t('save')}</SubmitButton>
      </div>
    </form>
  )
}

interface TopicsProps {
  topics: { topic: MailTopic; on: boolean }[]
  choose: (form: FormData) => Promise<Outcome<null>>
}

/** Which mail one wants. */
export function MailTopics({ topics, choose }: TopicsProps) {
  const t = useTranslations('profile.mail')
  const { onSubmit, pending, notice } = useAction(choose, () => toast.success(t('topicsSaved')))
  return (
    <form method="post" className="mt-5 flex max-w-md flex-col gap-4 border-line border-t pt-4" onSubmit={onSubmit}>
      {notice}
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-1 font-medium text-sm">{t('topics')}</legend>
        {topics.map(({ topic, on }) => (
          <Checkbox
            key={topic}
            className="min-h-6"
            name="topic"
            value={topic}
            defaultChecked={on}
            label={t(`topic.${topic}`)}
          />
        ))}
        <p className="mt-1 text-muted text-xs">{t('topicsHint')}</p>
      </fieldset>
      <div>
        <SubmitButton variant="secondary" pending={pending}>
          {t('topicsSave')}
        </SubmitButton>
      </div>
    </form>
  )
}
