'use client'

import { createContext } from 'react'

/** Opens the list of keys; given by the shell, which owns it. */
export const OpenHelpContext = createContext<() => void>(() => {})
