const replacement = '\ufffd'

/** Decodes an encoding of one and two bytes by a table: the text of each code, which is the number that its bytes write. */
export class TableDecoder {
  private readonly leads: ReadonlySet<number>
  private lead: number | undefined

  constructor(private readonly table: ReadonlyMap<number, string>) {
    this.leads = new Set([...table.keys()].filter((code) => code > 0xff).map((code) => code >> 8))
  }

  decode(bytes: Uint8Array): string {
    let text = ''
    for (const byte of bytes) text += this.take(byte)
    return text
  }

  end(): string {
    const left = this.lead === undefined ? '' : replacement
    this.lead = undefined
    return left
  }

  private take(byte: number): string {
    const { lead } = this
    this.lead = undefined
    if (lead !== undefined) {
      const character = this.table.get(lead * 256 + byte)
      if (character !== undefined) return character
      // A lead byte without its half spoils no ASCII behind it: an escape sequence stays one.
      return byte < 0x80 ? replacement + String.fromCharCode(byte) : replacement
    }
    if (byte < 0x80) return String.fromCharCode(byte)
    if (this.leads.has(byte)) {
      this.lead = byte
      return ''
    }
    return this.table.get(byte) ?? replacement
  }
}
