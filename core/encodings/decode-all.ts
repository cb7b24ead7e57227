export const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

export const pairs = (leads: readonly number[], trails: readonly number[]) =>
  leads.flatMap((lead) => trails.map((trail) => [lead, trail]))

/**
 * Decodes many codes in one go with the platform's decoder, a line feed after each. Gives those that are exactly one character:
 * the number that the code's bytes write, the first byte first, and the text.
 */
export function decodeAll(encoding: string, codes: readonly number[][]): [code: number, text: string][] {
  const bytes = Uint8Array.from(codes.flatMap((code) => [...code, 0x0a]))
  const texts = new TextDecoder(encoding).decode(bytes).split('\n')
  return codes.flatMap((code, index): [number, string][] => {
    const [character = '', ...more] = texts[index] ?? ''
    if (character === '' || character === '\ufffd' || more.length > 0) return []
    return [[code.reduce((number, byte) => number * 256 + byte, 0), character]]
  })
}
