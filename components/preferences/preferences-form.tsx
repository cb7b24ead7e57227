'use client'

import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { ErrorNotice, type ShownError, useErrorText } from '@/components/ui/error-notice'
import { SubmitButton } from '@/components/ui/form'
import { toast } from '@/components/ui/toaster'
import type { Preferences } from '@/core/preferences/preferences'
import { Amount, Choice, Group, Switch } from './controls'
import { usePreferences } from './provider'
import { TerminalPreview } from './terminal-preview'

const themes = [
  'page',
  'gatehouse-dark',
  'gatehouse-light',
  'midnight',
  'dracula',
  'nord',
  'gruvbox-dark',
  'solarized-dark',
  'solarized-light',
  'paper',
] as const satisfies readonly Preferences['theme'][]
const fonts = ['jetbrains-mono', 'source-code-pro', 'ibm-plex-mono', 'system'] as const

/** What a person can set about their terminals, with a terminal beside it that shows it. `done` is called after saving. */
export function PreferencesForm({ done }: { done?: () => void }) {
  const t = useTranslations('preferences')
  const common = useTranslations('common')
  const { preferences, defaults, limits, change } = usePreferences()
  const [draft, setDraft] = useState(preferences)
  const [failure, setFailure] = useState<ShownError>()
  const [pending, startTransition] = useTransition()
  const { field } = useErrorText()
  const set = (part: Partial<Preferences>) => setDraft((before) => ({ ...before, ...part }))
  const shown = usable(draft, preferences)

  const save = () =>
    startTransition(async () => {
      const outcome = await change(draft)
      setFailure(outcome.ok ? undefined : outcome.error)
      if (!outcome.ok) return
      toast.success(common('saved'))
      done?.()
    })
  const amount = (name: 'fontSize' | 'lineHeight' | 'scrollback') => ({
    label: t(`${name}.label`),
    value: draft[name],
    limits: limits[name],
    error: field(failure, name),
    set: (value: number) => set({ [name]: value }),
  })
  const toggle = (name: 'cursorBlink' | 'copyOnSelect' | 'pasteOnRightClick' | 'confirmPaste' | 'screenReader') => ({
    label: t(`${name}.label`),
    hint: t(`${name}.hint`),
    on: draft[name],
    set: (on: boolean) => set({ [name]: on }),
  })

  return (
    <form
      method="post"
      noValidate
      className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,30rem)]"
      onSubmit={(event) => {
        event.preventDefault()
        if (!pending) save()
      }}
    >
      <div className="min-w-0 lg:order-2">
        <div className="lg:sticky lg:top-4">
          <TerminalPreview preferences={shown} label={t('preview')} />
        </div>
      </div>
      <div className="flex min-w-0 flex-col gap-7">
        {failure && <ErrorNotice error={failure} />}
        <Group title={t('group.look')}>
          <Choice
            label={t('theme.label')}
            value={draft.theme}
            choices={themes.map((value) => ({ value, label: t(`theme.${value}`) }))}
            choose={(theme) => set({ theme })}
          />
          <Choice
            label={t('font.label')}
            value={draft.font}
            choices={fonts.map((value) => ({ value, label: t(`font.${value}`) }))}
            choose={(font) => set({ font })}
          />
          <Amount {...amount('fontSize')} />
          <Amount {...amount('lineHeight')} />
          <Choice
            label={t('minimumContrast.label')}
            hint={t('minimumContrast.hint')}
            value={draft.minimumContrast}
            choices={([1, 3, 4.5, 7] as const).map((value) => ({
              value,
              label: value === 1 ? t('minimumContrast.off') : t('minimumContrast.ratio', { ratio: value }),
            }))}
            choose={(minimumContrast) => set({ minimumContrast })}
          />
          <Choice
            label={t('cursorStyle.label')}
            value={draft.cursorStyle}
            choices={(['block', 'bar', 'underline'] as const).map((value) => ({
              value,
              label: t(`cursorStyle.${value}`),
            }))}
            choose={(cursorStyle) => set({ cursorStyle })}
          />
          <Switch {...toggle('cursorBlink')} />
        </Group>
        <Group title={t('group.clipboard')}>
          <Switch {...toggle('copyOnSelect')} />
          <Switch {...toggle('pasteOnRightClick')} />
          <Switch {...toggle('confirmPaste')} />
          <Choice
            label={t('hostCopy.label')}
            hint={t('hostCopy.hint')}
            value={draft.hostCopy}
            choices={(['ask', 'allow', 'deny'] as const).map((value) => ({ value, label: t(`hostCopy.${value}`) }))}
            choose={(hostCopy) => set({ hostCopy })}
          />
        </Group>
        <Group title={t('group.behaviour')}>
          <Choice
            label={t('bell.label')}
            value={draft.bell}
            choices={(['none', 'visual', 'sound'] as const).map((value) => ({ value, label: t(`bell.${value}`) }))}
            choose={(bell) => set({ bell })}
          />
          <Choice
            label={t('linkClick.label')}
            value={draft.linkClick}
            choices={(['modifier', 'plain'] as const).map((value) => ({ value, label: t(`linkClick.${value}`) }))}
            choose={(linkClick) => set({ linkClick })}
          />
          <Amount
            {...amount('scrollback')}
            hint={t('scrollback.hint', { max: limits.scrollback.max, restored: limits.restoredLines })}
          />
          <Switch {...toggle('screenReader')} />
        </Group>
        <div className="flex flex-wrap gap-2">
          <SubmitButton pending={pending}>{common('save')}</SubmitButton>
          <Button variant="ghost" onClick={() => setDraft(defaults)}>
            {t('reset')}
          </Button>
        </div>
      </div>
    </form>
  )
}

/** The draft as far as a terminal can show it: a number that is still being typed leaves the old one. */
function usable(draft: Preferences, before: Preferences): Preferences {
  const inside = (value: number, min: number, max: number) => value >= min && value <= max
  return {
    ...draft,
    fontSize: inside(draft.fontSize, 6, 40) ? draft.fontSize : before.fontSize,
    lineHeight: inside(draft.lineHeight, 1, 3) ? draft.lineHeight : before.lineHeight,
  }
}
