/**
 * How a host writes text, by the names of the WHATWG Encoding Standard. Anything but UTF-8 is for hosts that were set up
 * before it; `iso-8859-1` is the real one, in which each byte is the character of its number.
 */
export const hostEncodings = [
  'utf-8',
  'gbk',
  'gb18030',
  'big5',
  'shift_jis',
  'euc-jp',
  'euc-kr',
  'iso-8859-1',
  'iso-8859-2',
  'iso-8859-15',
  'windows-1251',
  'windows-1252',
  'koi8-r',
] as const
export type HostEncoding = (typeof hostEncodings)[number]

/** A name as it was stored or sent; UTF-8 for none, and for one that this version doesn't know. */
export function encodingOf(name: string | null | undefined): HostEncoding {
  return hostEncodings.find((known) => known === name) ?? 'utf-8'
}
