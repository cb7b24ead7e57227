import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { Outcome } from '@/components/ui/form'
import { Card, CardTitle, Facts } from '@/components/ui/surfaces'
import { Time } from '@/components/ui/time'
import { EditGroup } from './edit-group'

interface GroupCardProps {
  group: { name: string; description: string; createdAt: Date; updatedAt: Date }
  /** How many members it has of what kind. */
  count: [label: string, count: number]
  /** Left out for those who may not. */
  save?: (form: FormData) => Promise<Outcome<null>>
  children?: ReactNode
}

/** What a group is called and for, and since when. */
export function GroupCard({ group, count, save, children }: GroupCardProps) {
  const t = useTranslations('groups')
  return (
    <Card className="flex flex-col gap-4">
      {save && (
        <div>
          <CardTitle>{t('edit')}</CardTitle>
          <EditGroup key={group.updatedAt.getTime()} group={group} save={save} />
        </div>
      )}
      <Facts
        facts={[
          count,
          [t('added'), <Time key="added" at={group.createdAt} />],
          [t('column.updated'), <Time key="changed" at={group.updatedAt} />],
        ]}
      />
      {children}
    </Card>
  )
}
