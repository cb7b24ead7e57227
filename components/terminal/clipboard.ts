/**
 * Text from the clipboard as it may go to a host: tab and line ends stay, every other control character goes. Without
 * this a copied text could hold the sequence that ends a bracketed paste, and the rest would run as typed.
 */
export function pasteable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '')
}

/** Puts text on the clipboard. Where the page has no secure origin the browser offers the old way alone. */
export async function copyText(text: string): Promise<void> {
  // Typed as always there; absent on plain http.
  const clipboard: Clipboard | undefined = navigator.clipboard
  if (clipboard) {
    await clipboard.writeText(text)
    return
  }
  const field = document.createElement('textarea')
  field.value = text
  field.style.position = 'fixed'
  field.style.opacity = '0'
  const before = document.activeElement
  document.body.append(field)
  field.select()
  document.execCommand('copy')
  field.remove()
  if (before instanceof HTMLElement) before.focus()
}
