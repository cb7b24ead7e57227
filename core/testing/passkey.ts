import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import type { UserActor } from '../actor'
import { beginPasskey, confirmPasskey } from '../identity/passkeys'
import type { CreationOptions, RequestOptions } from '../identity/webauthn'
import type { Platform } from '../platform'

const flag = { present: 0x01, verified: 0x04, attested: 0x40 }

/** How this device behaves; what isn't said is as it should be. */
interface Behaviour {
  /** The page that it believes to be asked by. */
  origin?: string
  rpId?: string
  /** Whether it makes sure who holds it. */
  verified?: boolean
  /** Whose it says that it is. */
  userHandle?: string
  crossOrigin?: boolean
}

/** A device with one passkey (ES256), in software: what the browser and it would answer, and every lie that they could tell. */
export class SoftPasskey {
  counter = 0
  private readonly credentialId = randomBytes(32)
  private readonly keys: { publicKey: KeyObject; privateKey: KeyObject } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
  })
  private userHandle = ''

  constructor(private readonly origin = 'http://localhost:3000') {}

  get id(): string {
    return this.credentialId.toString('base64url')
  }

  /** Makes the passkey that the options ask for; answers the JSON text of a RegistrationResponseJSON. */
  create(options: CreationOptions, behaviour: Behaviour = {}): string {
    this.userHandle = options.user.id
    const length = Buffer.alloc(2)
    length.writeUInt16BE(this.credentialId.length)
    const attested = Buffer.concat([Buffer.alloc(16), length, this.credentialId, this.cosePublicKey()])
    const authData = Buffer.concat([this.authData(options.rp.id ?? '', flag.attested, behaviour), attested])
    const attestationObject = Buffer.concat([
      // {"fmt": "none", "attStmt": {}, "authData": …} in CBOR
      Buffer.from([0xa3, 0x63, ...text('fmt'), 0x64, ...text('none'), 0x67, ...text('attStmt'), 0xa0]),
      Buffer.from([0x68, ...text('authData'), 0x58, authData.length]),
      authData,
    ])
    return this.answer({
      clientDataJSON: this.clientData('webauthn.create', options.challenge, behaviour),
      attestationObject: attestationObject.toString('base64url'),
      transports: ['internal'],
    })
  }

  /** Signs what the options ask for; answers the JSON text of an AuthenticationResponseJSON. */
  get(options: RequestOptions, behaviour: Behaviour = {}): string {
    const authData = this.authData(options.rpId ?? '', 0, behaviour)
    const clientDataJSON = this.clientData('webauthn.get', options.challenge, behaviour)
    const clientDataHash = createHash('sha256').update(Buffer.from(clientDataJSON, 'base64url')).digest()
    const signature = sign('sha256', Buffer.concat([authData, clientDataHash]), this.keys.privateKey)
    return this.answer({
      clientDataJSON,
      authenticatorData: authData.toString('base64url'),
      signature: signature.toString('base64url'),
      userHandle: behaviour.userHandle ?? this.userHandle,
    })
  }

  private answer(response: object): string {
    return JSON.stringify({ id: this.id, rawId: this.id, type: 'public-key', response, clientExtensionResults: {} })
  }

  private authData(rpId: string, more: number, behaviour: Behaviour): Buffer {
    const rest = Buffer.alloc(5)
    rest.writeUInt8(flag.present | ((behaviour.verified ?? true) ? flag.verified : 0) | more)
    rest.writeUInt32BE(this.counter, 1)
    return Buffer.concat([
      createHash('sha256')
        .update(behaviour.rpId ?? rpId)
        .digest(),
      rest,
    ])
  }

  private clientData(
    type: string,
    challenge: string,
    { origin = this.origin, crossOrigin = false }: Behaviour,
  ): string {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin })).toString('base64url')
  }

  private cosePublicKey(): Buffer {
    const { x = '', y = '' } = this.keys.publicKey.export({ format: 'jwk' })
    const coordinate = (value: string) => [0x58, 0x20, ...Buffer.from(value, 'base64url')]
    // {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y} in CBOR
    return Buffer.from([...[0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21], ...coordinate(x), 0x22, ...coordinate(y)])
  }
}

const text = (value: string) => Buffer.from(value, 'utf8')

/** Adds a passkey as its owner does. */
export async function addPasskey(
  platform: Platform,
  actor: UserActor,
  shown: Record<string, string>,
  name = 'laptop',
): Promise<{ device: SoftPasskey; recoveryCodes: string[] }> {
  const device = new SoftPasskey()
  const options = await beginPasskey(platform, actor, shown)
  return { device, recoveryCodes: await confirmPasskey(platform, actor, { name, passkey: device.create(options) }) }
}
