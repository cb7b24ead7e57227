// What a person can not see, or what would turn the text around it.
const unseen = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/**
 * A text from a host that may be hostile, with what can't be seen made visible: control characters as `\x1B`, those that
 * turn the direction of writing as `\u202E`.
 */
export function visible(text: string): string {
  return text.replace(unseen, (character) => {
    const hex = character.charCodeAt(0).toString(16).toUpperCase()
    return hex.length > 2 ? `\\u${hex.padStart(4, '0')}` : `\\x${hex.padStart(2, '0')}`
  })
}
