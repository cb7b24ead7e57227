import type { CDPSession, Page } from '@playwright/test'

/** A device with passkeys, as Chromium makes one up: it answers at once, and knows who holds it unless told otherwise. */
export class VirtualAuthenticator {
  private constructor(
    private readonly cdp: CDPSession,
    private readonly authenticatorId: string,
  ) {}

  /** Plugs one into the browser of this page. */
  static async plugIn(page: Page): Promise<VirtualAuthenticator> {
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('WebAuthn.enable')
    const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    return new VirtualAuthenticator(cdp, authenticatorId)
  }

  /** Whether it recognises who holds it. */
  async recognise(isUserVerified: boolean): Promise<void> {
    await this.cdp.send('WebAuthn.setUserVerified', { authenticatorId: this.authenticatorId, isUserVerified })
  }

  /** How many passkeys it has. */
  async count(): Promise<number> {
    return (await this.credentials()).length
  }

  /** Puts copies in place of its passkeys that have been used as often as is said, as a thief's copy would be. */
  async turnIntoCopy(signCount: number): Promise<void> {
    const { authenticatorId } = this
    for (const credential of await this.credentials()) {
      await this.cdp.send('WebAuthn.removeCredential', { authenticatorId, credentialId: credential.credentialId })
      await this.cdp.send('WebAuthn.addCredential', { authenticatorId, credential: { ...credential, signCount } })
    }
  }

  private async credentials() {
    return (await this.cdp.send('WebAuthn.getCredentials', { authenticatorId: this.authenticatorId })).credentials
  }
}
