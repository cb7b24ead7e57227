/** An address and a port as OpenSSH writes them: `web-1.example.com:22`, `[2001:db8::1]:22`. */
export function placeOf(address: string, port: number): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port}`
}

/** Longer ones may break across lines. */
const oneLine = 40

/** The place of a host; the port stands back. */
export function Address({ address, port }: { address: string; port: number }) {
  const place = placeOf(address, port)
  const end = place.lastIndexOf(':')
  return (
    <span className={`machine tabular ${place.length > oneLine ? 'break-all' : 'whitespace-nowrap'}`}>
      {place.slice(0, end)}
      <span className="text-muted">{place.slice(end)}</span>
    </span>
  )
}
