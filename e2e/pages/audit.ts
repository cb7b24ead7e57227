import { expect, type Page } from '@playwright/test'
import type { AuditAction } from '@/core/audit/actions'

export class AuditPage {
  constructor(
    private readonly page: Page,
    private readonly origin: string,
  ) {}

  async filterByAction(action: AuditAction): Promise<void> {
    await this.page.goto(`${this.origin}/audit?action=${action}`)
  }

  async expectRows(count: number): Promise<void> {
    await expect(this.page.locator('main table tbody tr')).toHaveCount(count)
  }
}
