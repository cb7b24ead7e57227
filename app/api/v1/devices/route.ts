import { api, fresh } from '@/app/_lib/api'
import { getPlatform } from '@/app/_lib/platform'
import { newDevices } from '@/core/identity/own-devices'

/** `GET /api/v1/devices` - the new devices that this person is to know of, for the notice on every page. */
export function GET(): Promise<Response> {
  return api(async (actor) => fresh(await newDevices(getPlatform(), actor)))
}
