import type { Config } from '../config'

/** Whether browsers reach the portal over https: then cookies are Secure and bound to the host. */
export function isSecure(config: Config): boolean {
  return config.origin.startsWith('https:')
}

/** The cookie by which a browser is known again, signed in or not. */
export function deviceCookieName(config: Config): string {
  return isSecure(config) ? '__Host-gatehouse.device' : 'gatehouse.device'
}

/** The web session's cookie. `__Host-`: no other host or path can set it (RFC 6265bis section 4.1.3). */
export function webSessionCookieName(config: Config): string {
  return isSecure(config) ? '__Host-gatehouse.session' : 'gatehouse.session'
}
