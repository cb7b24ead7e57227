import { openApi, streamed } from '@/app/_lib/api'
import { getPlatform } from '@/app/_lib/platform'
import { type AuditFormat, exportAudit } from '@/core/audit/export'
import { GatehouseError } from '@/core/errors'

const types = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
} as const satisfies Record<AuditFormat, string>

/** The part of the audit log that the URL's filters name, as a file, streamed. */
export async function GET(request: Request): Promise<Response> {
  return openApi(async (actor) => {
    const { format, ...query } = Object.fromEntries(new URL(request.url).searchParams)
    if (format !== 'csv' && format !== 'jsonl') {
      throw new GatehouseError('invalid-input', { field: 'format' }, { format: 'invalid' })
    }
    const pieces = await exportAudit(getPlatform(), actor, format, query)
    const day = new Date().toISOString().slice(0, 10)
    return new Response(streamed(pieces), {
      headers: {
        'content-type': types[format],
        'content-disposition': `attachment; filename="gatehouse-audit-${day}.${format}"`,
        'cache-control': 'no-store',
      },
    })
  })
}
