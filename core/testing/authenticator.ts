import type { UserActor } from '../actor'
import { beginEnrolment, confirmEnrolment } from '../identity/enrolment'
import { stepAt, totpCode } from '../identity/totp'
import type { Platform } from '../platform'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** What an authenticator app does with the secret that it was given as text. */
export class Authenticator {
  private readonly secret: Uint8Array

  constructor(text: string) {
    const bits = [...text.replace(/\s/g, '')]
      .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'))
      .join('')
    this.secret = Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2))
  }

  /** The code that it shows now, or `steps` later. */
  code(steps = 0): string {
    return totpCode(this.secret, stepAt(Date.now()) + steps)
  }

  /** A code of six digits that it shows at no time near. */
  wrongCode(): string {
    const near = [-2, -1, 0, 1, 2].map((steps) => this.code(steps))
    return ['111111', '222222', '333333', '444444', '555555', '666666'].find((code) => !near.includes(code)) ?? ''
  }
}

/** Sets up a second factor as its owner does, with the code of the step before this one. */
export async function enrol(platform: Platform, actor: UserActor, password: string) {
  const { secret } = await beginEnrolment(platform, actor, { password })
  const app = new Authenticator(secret)
  return { app, secret, recoveryCodes: await confirmEnrolment(platform, actor, { code: app.code(-1) }) }
}
