'use client'

import { Focus, Keyboard, Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useContext } from 'react'
import { Tooltip } from '@/components/ui/tooltip'
import { OpenHelpContext } from './help'
import { Keys } from './keys-shown'
import { TabList } from './tab-list'
import { useRunCommand } from './use-commands'
import { useWorkplace } from './use-workplace'

/** The tabs, and what belongs to all of them. */
export function TabBar() {
  const t = useTranslations('workplace')
  const runCommand = useRunCommand()
  const openHelp = useContext(OpenHelpContext)
  const some = useWorkplace((state) => state.workspace.tabs.length > 0)
  return (
    <div className="flex h-10 shrink-0 items-stretch border-line border-b bg-sunken pr-1.5">
      <div data-tab-bar="" className="flex min-w-0 flex-1 items-stretch">
        {some && <TabList />}
        <BarButton label={t('open')} keys={<Keys command="palette" />} onClick={() => runCommand('palette')}>
          <Plus aria-hidden />
        </BarButton>
      </div>
      {some && (
        <BarButton label={t('command.zen')} keys={<Keys command="zen" />} onClick={() => runCommand('zen')}>
          <Focus aria-hidden />
        </BarButton>
      )}
      <BarButton label={t('keys')} onClick={openHelp}>
        <Keyboard aria-hidden />
      </BarButton>
    </div>
  )
}

interface BarButtonProps {
  label: string
  keys?: ReactNode
  onClick: () => void
  children: ReactNode
}

function BarButton({ label, keys, onClick, children }: BarButtonProps) {
  const text = (
    <span className="flex items-center gap-2">
      {label}
      {keys}
    </span>
  )
  return (
    <Tooltip text={text}>
      <button
        type="button"
        className="mx-1 flex size-7 shrink-0 items-center justify-center self-center rounded-md text-muted transition-colors hover:bg-raised hover:text-ink [&_svg]:size-4"
        aria-label={label}
        onClick={onClick}
      >
        {children}
      </button>
    </Tooltip>
  )
}
