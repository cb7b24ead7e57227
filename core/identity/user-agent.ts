const browsers: [name: string, sign: RegExp][] = [
  // Those that are made of Chrome also say that they are Chrome; Chrome says that it is Safari.
  ['Edge', /\bEdg(e|A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Firefox', /\b(Firefox|FxiOS)\//],
  ['Chrome', /\b(Chrome|CriOS|HeadlessChrome)\//],
  ['Safari', /\bVersion\/[\d.]+.* Safari\//],
]

const systems: [name: string, sign: RegExp][] = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac OS X\b/],
  ['Linux', /\bLinux\b/],
]

/** A browser in words, such as “Firefox · Linux”, from its User-Agent header; one that is not known as it calls itself. */
export function browserLabel(userAgent: string): string {
  const find = (table: [string, RegExp][]) => table.find(([, sign]) => sign.test(userAgent))?.[0]
  const known = [find(browsers), find(systems)].filter(Boolean)
  return known.length > 0 ? known.join(' · ') : userAgent.trim().slice(0, 60) || '?'
}
