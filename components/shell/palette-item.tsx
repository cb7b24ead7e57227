'use client'

import { Command } from 'cmdk'
import type { ReactNode } from 'react'

export function PaletteGroup({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-xs"
    >
      {children}
    </Command.Group>
  )
}

interface PaletteItemProps {
  value: string
  icon: ReactNode
  aside?: ReactNode
  onSelect: () => void
  children: ReactNode
}

export function PaletteItem({ value, icon, aside, onSelect, children }: PaletteItemProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex h-8.5 cursor-pointer items-center gap-2.5 rounded-md px-2.5 text-sm data-[selected=true]:bg-sunken data-[selected=true]:ring-1 data-[selected=true]:ring-line data-[selected=true]:ring-inset [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted"
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {aside && <span className="machine max-w-[45%] truncate text-muted">{aside}</span>}
    </Command.Item>
  )
}
