import { Check, Minus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { classes } from '@/components/ui/classes'
import type { PermissionGroup } from '@/core/access/permission-groups'
import type { Action } from '@/core/access/roles'

/** The permissions by what they are about: core/access/permission-groups.ts, handed down by the page. */
export type PermissionGroups = readonly { group: PermissionGroup; permissions: readonly Action[] }[]

type Dashed<Text extends string> = Text extends `${infer Head}.${infer Tail}` ? `${Head}-${Tail}` : Text

/** A permission's name in the catalogue. */
export function permissionKey(action: Action): Dashed<Action> {
  // What the type says of each action, said to the compiler.
  return action.replace('.', '-') as Dashed<Action>
}

interface PermissionListProps {
  groups: PermissionGroups
  held: readonly Action[]
  /** Leaves out what isn't permitted. */
  short?: boolean
}

/** What a role permits, by concern, a sentence each; what it doesn't is shown too, to compare roles. */
export function PermissionList({ groups, held, short = false }: PermissionListProps) {
  const t = useTranslations('roles')
  const shown = groups
    .map(({ group, permissions }) => ({
      group,
      permissions: permissions.filter((one) => !short || held.includes(one)),
    }))
    .filter(({ permissions }) => permissions.length > 0)
  return (
    <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
      {shown.map(({ group, permissions }) => (
        <section key={group} className="min-w-0">
          <h3 className="mb-1 font-medium text-sm">{t(`group.${group}`)}</h3>
          <ul className="flex flex-col gap-1">
            {permissions.map((action) => (
              <Permission key={action} action={action} held={held.includes(action)} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function Permission({ action, held }: { action: Action; held: boolean }) {
  const t = useTranslations('roles')
  const Mark = held ? Check : Minus
  return (
    <li className={classes('flex gap-2 text-sm', !held && 'text-muted')}>
      <Mark aria-hidden className={classes('mt-0.5 size-4 shrink-0', held && 'text-ok')} />
      <span className="min-w-0">
        <span className="sr-only">{held ? t('yes') : t('no')} </span>
        {t(`permission.${permissionKey(action)}`)}
      </span>
    </li>
  )
}
