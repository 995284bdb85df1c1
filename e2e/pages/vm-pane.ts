import type { Locator, Page } from '@playwright/test';

/** All there is about one VM. */
export class VmPane {
  readonly #page: Page;
  readonly root: Locator;

  constructor(page: Page, vm: string) {
    this.#page = page;
    this.root = page.getByRole('region', { name: vm, exact: true });
  }

  static async open(page: Page, vm: string): Promise<VmPane> {
    await page.getByRole('button', { name: `Open ${vm}`, exact: true }).click({ timeout: 60_000 });
    return new VmPane(page, vm);
  }

  get autoboot(): Locator {
    return this.root.getByRole('checkbox', { name: 'Start at boot' });
  }

  /** Opens the form behind the button, fills in its one field, and starts what is planned. */
  async fillIn(button: string, title: string, label: string, value: string): Promise<void> {
    await this.root.getByRole('button', { name: button, exact: true }).click();
    const dialog = this.#page.getByRole('dialog', { name: title });
    await dialog.getByLabel(label).fill(value);
    const begin = dialog.getByRole('button', { name: button.replace(/[ …].*/, ''), exact: true });
    await begin.and(this.#page.locator(':not([aria-disabled])')).click();
    await dialog.waitFor({ state: 'hidden' });
  }
}
