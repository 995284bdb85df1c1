import type { Locator, Page } from '@playwright/test';

/** The dialog that shows a migration's plan, or why there is none. */
export class MigrateDialog {
  readonly root: Locator;

  constructor(page: Page, vm: string) {
    this.root = page.getByRole('dialog', { name: `Migrate ${vm} to LVM` });
  }

  get confirm(): Locator {
    return this.root.getByRole('button', { name: 'Migrate', exact: true });
  }

  get cancel(): Locator {
    return this.root.getByRole('button', { name: /^(Cancel|Close)$/ });
  }
}
