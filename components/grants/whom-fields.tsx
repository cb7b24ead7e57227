'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { HostChoice, SubjectChoice } from '@/core/access/grant-choices'
import type { GrantDetail } from '@/core/access/grants'
import { type Choice, Picker } from './picker'
import { Radio, RadioGroup } from './radio'
import { TagsField } from './tags-field'

interface SubjectFieldsProps {
  grant?: Partial<Pick<GrantDetail, 'everyone' | 'users' | 'groups'>>
  error?: string
}

/** Whom a grant means. */
export function SubjectFields({ grant, error }: SubjectFieldsProps) {
  const t = useTranslations('grants')
  const picker = useTranslations('grants.picker')
  const [everyone, setEveryone] = useState(grant?.everyone ?? false)
  const [chosen, setChosen] = useState<Choice[]>(() => [
    ...(grant?.groups ?? []).map((group) => ({ ...group, field: 'groupId', hint: picker('group') })),
    ...(grant?.users ?? []).map((user) => ({ ...user, field: 'userId', hint: picker('person') })),
  ])
  const choiceOf = ({ kind, id, name, disabled }: SubjectChoice): Choice =>
    kind === 'group'
      ? { field: 'groupId', id, name, hint: picker('group') }
      : { field: 'userId', id, name, hint: disabled ? picker('disabled') : picker('person') }
  return (
    <RadioGroup label={t('field.who')} error={everyone ? error : undefined}>
      <Radio name="who" value="some" label={t('field.some')} checked={!everyone} onChoose={() => setEveryone(false)}>
        <Picker
          label={t('field.people')}
          placeholder={t('field.findPeople')}
          none={picker('none')}
          url="/api/v1/grants/subjects?q="
          choiceOf={choiceOf}
          chosen={chosen}
          onChange={setChosen}
          error={error}
        />
      </Radio>
      <Radio
        name="who"
        value="everyone"
        label={t('field.everyone')}
        checked={everyone}
        onChoose={() => setEveryone(true)}
      />
    </RadioGroup>
  )
}

interface HostFieldsProps {
  grant?: Partial<Pick<GrantDetail, 'allHosts' | 'hosts' | 'hostGroups' | 'tagExpression'>>
  tags: readonly string[]
  error?: string
  tagError?: string
}

/** The hosts that a grant opens. */
export function HostFields({ grant, tags, error, tagError }: HostFieldsProps) {
  const t = useTranslations('grants')
  const [all, setAll] = useState(grant?.allHosts ?? false)
  const picker = useTranslations('grants.picker')
  const [chosen, setChosen] = useState<Choice[]>(() => [
    ...(grant?.hostGroups ?? []).map((group) => ({ ...group, field: 'hostGroupId', hint: picker('hostGroup') })),
    ...(grant?.hosts ?? []).map((host) => ({ ...host, field: 'hostId', hint: '' })),
  ])
  const choiceOf = (choice: HostChoice): Choice => {
    const { id, name } = choice
    return choice.kind === 'host-group'
      ? { field: 'hostGroupId', id, name, hint: picker('hostGroup') }
      : { field: 'hostId', id, name, hint: choice.address }
  }
  return (
    <RadioGroup label={t('field.where')}>
      <Radio name="where" value="some" label={t('field.someHosts')} checked={!all} onChoose={() => setAll(false)}>
        <Picker
          label={t('field.hosts')}
          placeholder={t('field.findHosts')}
          none={t('picker.noHost')}
          url="/api/v1/grants/hosts?q="
          choiceOf={choiceOf}
          chosen={chosen}
          onChange={setChosen}
          error={error}
        />
        <TagsField initial={grant?.tagExpression ?? ''} known={tags} error={tagError} />
      </Radio>
      <Radio name="where" value="all" label={t('field.allHosts')} checked={all} onChoose={() => setAll(true)} />
    </RadioGroup>
  )
}
