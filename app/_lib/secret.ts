/** A credential's form as the core takes it. Only what the kind has: an empty field is no secret. */
export function credentialOf(form: FormData) {
  const text = (name: string) => {
    const value = form.get(name)
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  return {
    kind: form.get('kind'),
    name: form.get('name'),
    password: text('password'),
    privateKey: text('privateKey'),
    passphrase: text('passphrase'),
  }
}
