'use client'

import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState, useTransition } from 'react'
import { ChangeList } from '@/components/grants/change-list'
import { type Choice, Picker } from '@/components/grants/picker'
import { useAskAgain } from '@/components/ui/ask-again'
import { Button } from '@/components/ui/button'
import { useErrorText } from '@/components/ui/error-notice'
import type { Outcome } from '@/components/ui/form'
import { Card, CardTitle } from '@/components/ui/surfaces'
import { toast } from '@/components/ui/toaster'
import type { ChangePreview } from '@/core/access/preview'

interface AddHostsProps {
  groupId: string
  /** What putting them in would do. */
  ask: (hostIds: string[]) => Promise<Outcome<ChangePreview>>
  add: (hostIds: string[]) => Promise<Outcome<null>>
}

/** Finds hosts by a part of their name, shows who would gain what, and puts them into the group. */
export function AddHosts({ groupId, ask, add }: AddHostsProps) {
  const t = useTranslations('hostGroups.add')
  const { sentence } = useErrorText()
  const askAgain = useAskAgain()
  const [chosen, setChosen] = useState<Choice[]>([])
  const [round, setRound] = useState(0)
  const [pending, startTransition] = useTransition()
  const ids = chosen.map(({ id }) => id)
  const looked = useLook(ids, ask)
  const run = () =>
    startTransition(async () => {
      const outcome = await add(ids)
      if (outcome.ok) {
        toast.success(t('done', { count: ids.length }))
        setChosen([])
        // What is in the group now is no candidate any more.
        setRound((before) => before + 1)
        return
      }
      const refused = () => void toast.error(sentence(outcome.error))
      if (!askAgain(outcome.error, { again: run, refused })) refused()
    })
  return (
    <Card>
      <CardTitle>{t('title')}</CardTitle>
      <div className="flex flex-col gap-3">
        <Picker
          key={round}
          label={t('label')}
          placeholder={t('placeholder')}
          none={t('none')}
          url={`/api/v1/host-groups/${groupId}/candidates?q=`}
          choiceOf={({ id, name, address }: { id: string; name: string; address: string }) => ({
            field: 'hostId',
            id,
            name,
            hint: address,
          })}
          chosen={chosen}
          onChange={setChosen}
        />
        {ids.length > 0 && (
          <>
            <div aria-live="polite">
              {looked === undefined && <p className="text-muted text-sm">{t('looking')}</p>}
              {looked?.ok && <ChangeList preview={looked.value} />}
              {looked?.ok === false && <p className="text-danger text-sm">{sentence(looked.error)}</p>}
            </div>
            <Button variant="primary" className="self-start" disabled={pending || !looked?.ok} onClick={run}>
              <Plus aria-hidden />
              {t('button', { count: ids.length })}
            </Button>
          </>
        )}
      </div>
    </Card>
  )
}

/** What adding these would do; undefined until it is known. */
function useLook(ids: readonly string[], ask: AddHostsProps['ask']): Outcome<ChangePreview> | undefined {
  const [seen, setSeen] = useState<{ key: string; outcome: Outcome<ChangePreview> }>()
  const asking = useRef(ask)
  asking.current = ask
  const key = ids.join(' ')
  useEffect(() => {
    if (key === '') return
    let left = false
    void asking.current(key.split(' ')).then((outcome) => {
      if (!left) setSeen({ key, outcome })
    })
    return () => {
      left = true
    }
  }, [key])
  return seen?.key === key ? seen.outcome : undefined
}
