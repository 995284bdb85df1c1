import type { Locator, Page } from '@playwright/test';
import { MigrateDialog } from './migrate-dialog.ts';

/** The table of VMs. */
export class QubesPage {
  readonly #page: Page;
  readonly table: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.table = page.getByRole('grid', { name: 'Qubes' });
  }

  row(vm: string): Locator {
    return this.table.getByRole('row').filter({ has: this.#page.getByText(vm, { exact: true }) });
  }

  migrateButton(vm: string): Locator {
    return this.#page.getByRole('button', { name: `Migrate to LVM: ${vm}` });
  }

  async openMigration(vm: string): Promise<MigrateDialog> {
    await this.migrateButton(vm).click();
    return new MigrateDialog(this.#page, vm);
  }
}
