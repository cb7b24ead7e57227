/** More than this a host does not put on the clipboard, in bytes before decoding. */
const maxBase64 = 1_400_000

/**
 * The text of an OSC 52 sequence (`52;c;<base64>`), or undefined: for the question what the clipboard holds, which is
 * never answered, for other selections, for what is too long or no UTF-8.
 */
export function hostCopyText(data: string): string | undefined {
  const [selections = '', base64 = ''] = data.split(';', 2)
  if (!/^[cps0-7]*$/.test(selections) || base64 === '?' || base64.length > maxBase64) return undefined
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes) || undefined
  } catch {
    return undefined
  }
}
