import {
  Boxes,
  Hand,
  History,
  KeyRound,
  KeySquare,
  LockKeyhole,
  type LucideIcon,
  ScrollText,
  Server,
  ShieldCheck,
  SlidersHorizontal,
  SquareTerminal,
  TextCursorInput,
  Users,
  UsersRound,
  Zap,
} from 'lucide-react'

/** A page of the portal as the navigation, the palette and the keys know it. */
export interface PortalPage {
  href: string
  label: string
  /** The heading it stands under. */
  group: string
}

export const pageIcons: Record<string, LucideIcon> = {
  '/hosts': Server,
  '/terminal': SquareTerminal,
  '/connect': Zap,
  '/credentials': KeyRound,
  '/my-credentials': LockKeyhole,
  '/requests': Hand,
  '/sessions': History,
  '/audit': ScrollText,
  '/users': Users,
  '/roles': SlidersHorizontal,
  '/grants': ShieldCheck,
  '/groups': UsersRound,
  '/host-groups': Boxes,
  '/tokens': KeySquare,
  '/snippets': TextCursorInput,
}

/** `g` and then one of these goes to a page. */
export const jumpKeys: Record<string, string> = {
  h: '/hosts',
  t: '/terminal',
  q: '/connect',
  r: '/requests',
  s: '/sessions',
  c: '/credentials',
  m: '/my-credentials',
  u: '/users',
  l: '/roles',
  e: '/grants',
  o: '/groups',
  b: '/host-groups',
  k: '/tokens',
  a: '/audit',
  p: '/profile',
  n: '/snippets',
}
