import { WebLinksAddon } from '@xterm/addon-web-links'
import type { ILinkHandler, Terminal } from '@xterm/xterm'
import type { Preferences } from '@/core/preferences/preferences'

interface Wishes {
  linkClick: () => Preferences['linkClick']
  /** The address below the pointer, or none. */
  hover: (uri: string | undefined) => void
}

/** Whether a click opens a link: with the modifier, unless a plain click does; a finger has no modifier. */
export function opensLink(
  event: Pick<MouseEvent, 'ctrlKey' | 'metaKey'>,
  linkClick: Preferences['linkClick'],
  touch: boolean,
): boolean {
  return linkClick === 'plain' || event.ctrlKey || event.metaKey || touch
}

/** An address as it is opened: http and https alone, the host in the form that shows look-alike letters; else undefined. */
export function openable(uri: string): string | undefined {
  try {
    const url = new URL(uri)
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : undefined
  } catch {
    return undefined
  }
}

/**
 * Makes links of the addresses in the text, and of what a host marks as one (OSC 8). Where a marked text says one thing and its
 * address another, the address is what `hover` tells.
 */
export function addLinks(terminal: Terminal, wishes: Wishes): void {
  const open = (event: MouseEvent, uri: string) => {
    const href = openable(uri)
    const touch = window.matchMedia('(pointer: coarse)').matches
    if (href && opensLink(event, wishes.linkClick(), touch)) window.open(href, '_blank', 'noopener,noreferrer')
  }
  const hover = (_event: MouseEvent, uri: string) => wishes.hover(openable(uri))
  const leave = () => wishes.hover(undefined)
  terminal.loadAddon(new WebLinksAddon(open, { hover, leave }))
  const marked: ILinkHandler = { activate: open, hover, leave, allowNonHttpProtocols: false }
  terminal.options.linkHandler = marked
}
