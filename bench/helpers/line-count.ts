const [newline, zero, nine] = [10, 48, 57]

/** Reads 1, 2, 3 … a line each, wherever the chunks are cut, and counts the lines that are not what follows. */
export class LineCount {
  broken = 0
  last = 0
  private value = 0
  private odd = false
  private begun = false

  push(chunk: Uint8Array): void {
    for (const byte of chunk) {
      if (byte === newline) this.endLine()
      else if (byte >= zero && byte <= nine) this.value = this.value * 10 + byte - zero
      else this.odd = true
    }
  }

  private endLine(): void {
    // The first line may share its beginning with a prompt.
    if (this.begun && (this.odd || this.value !== this.last + 1)) this.broken += 1
    this.last = this.odd ? this.last : this.value
    this.begun = true
    this.value = 0
    this.odd = false
  }
}
