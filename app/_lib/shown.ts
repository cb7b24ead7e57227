/** What a form gives to prove who fills it in: a password, a code, or a passkey's answer. */
export function shownIn(form: FormData) {
  return { password: form.get('password'), code: form.get('code'), passkey: form.get('passkey') }
}
