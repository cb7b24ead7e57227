'use client'

import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser'
import { useSyncExternalStore } from 'react'
import type { RelyingParty } from '@/core/identity/relying-party'
import type { CreationOptions, RequestOptions } from '@/core/identity/webauthn'

/** Why a device gave no answer: a key of `passkey` in the catalogue. */
export type DeviceTrouble = 'cancelled' | 'known' | 'failed'

/** What a device answered, as JSON text for the server, or why it didn't. */
export type DeviceAnswer = { ok: true; text: string } | { ok: false; trouble: DeviceTrouble }

/** Has the device make a passkey. */
export function makePasskey(options: CreationOptions): Promise<DeviceAnswer> {
  return answerOf(startRegistration({ optionsJSON: options }))
}

/** Has the device use a passkey. */
export function presentPasskey(options: RequestOptions): Promise<DeviceAnswer> {
  return answerOf(startAuthentication({ optionsJSON: options }))
}

async function answerOf(asked: Promise<object>): Promise<DeviceAnswer> {
  try {
    return { ok: true, text: JSON.stringify(await asked) }
  } catch (error) {
    return { ok: false, trouble: troubleOf(error instanceof Error ? error.name : '') }
  }
}

/** The names that WebAuthn gives (sections 5.1.3 and 5.1.4). A refusal, a timeout and "no such passkey" are one and the same. */
function troubleOf(name: string): DeviceTrouble {
  if (name === 'NotAllowedError' || name === 'AbortError') return 'cancelled'
  return name === 'InvalidStateError' ? 'known' : 'failed'
}

/** Whether passkeys work in this browser at this address; undefined while the page isn't in a browser yet. */
export type PasskeyPlace = 'here' | 'elsewhere' | 'nowhere' | 'unsupported'

const never = () => () => {}

export function usePasskeyPlace(party: RelyingParty | null): PasskeyPlace | undefined {
  return useSyncExternalStore<PasskeyPlace | undefined>(
    never,
    () => {
      if (!party) return 'nowhere'
      if (!party.origins.includes(window.location.origin)) return 'elsewhere'
      return browserSupportsWebAuthn() ? 'here' : 'unsupported'
    },
    () => undefined,
  )
}
