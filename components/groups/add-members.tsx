'use client'

import { Command } from 'cmdk'
import { UserPlus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useRoleName } from '@/components/roles/name'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { Outcome } from '@/components/ui/form'
import { toast } from '@/components/ui/toaster'
import { useRun } from '@/components/ui/use-run'
import { type Candidate, useCandidates } from './use-candidates'

interface AddMembersProps {
  groupId: string
  add: (userId: string) => Promise<Outcome<null>>
}

/** Finds people by a few letters and puts them into the group, one Enter each; stays open for the next. */
export function AddMembers({ groupId, add }: AddMembersProps) {
  const t = useTranslations('groups.add')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button variant="primary" data-shortcut="n" onClick={() => setOpen(true)}>
        <UserPlus aria-hidden />
        {t('title')}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t('title')} description={t('text')}>
        <Finder groupId={groupId} add={add} />
      </Dialog>
    </>
  )
}

function Finder({ groupId, add }: AddMembersProps) {
  const t = useTranslations('groups.add')
  const roleName = useRoleName()
  const [query, setQuery] = useState('')
  const [round, setRound] = useState(0)
  const { run, pending } = useRun()
  const { people, failed, settled } = useCandidates(groupId, true, query, round)
  const lookAgain = () => setRound((before) => before + 1)
  const choose = (person: Candidate) =>
    run(() => add(person.id), {
      done: () => {
        toast.success(t('done', { name: person.name }))
        lookAgain()
      },
      refused: lookAgain,
    })
  return (
    <Command shouldFilter={false} loop label={t('title')} className="overflow-hidden rounded-md border border-line">
      <Command.Input
        value={query}
        onValueChange={setQuery}
        placeholder={t('placeholder')}
        className="h-10 w-full border-line border-b bg-transparent px-3 text-base outline-none placeholder:text-muted"
      />
      <div aria-busy={pending || !settled} className="h-[min(20rem,50vh)] overflow-y-auto p-1.5">
        {people.length === 0 && (
          <p role="status" className="px-3 py-8 text-center text-muted text-sm">
            {failed ? t('failed') : settled ? t(query ? 'nothing' : 'everybody') : t('loading')}
          </p>
        )}
        <Command.List>
          {people.map((person) => (
            <Command.Item
              key={person.id}
              value={person.id}
              disabled={pending || !settled}
              onSelect={() => choose(person)}
              className="flex cursor-pointer items-center gap-3 rounded-md px-2.5 py-1.5 text-sm data-[selected=true]:bg-sunken data-[selected=true]:ring-1 data-[selected=true]:ring-line data-[selected=true]:ring-inset"
            >
              <span className="min-w-0 flex-1 break-words">{person.name}</span>
              <span className="text-muted text-xs">{roleName(person.role)}</span>
            </Command.Item>
          ))}
        </Command.List>
      </div>
    </Command>
  )
}
