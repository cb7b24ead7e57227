/** Every time zone by its IANA name, from the server: browsers may know others. */
export function timeZones(): string[] {
  return Intl.supportedValuesOf('timeZone')
}
