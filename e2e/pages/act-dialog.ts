import type { Locator, Page } from '@playwright/test';

/** The dialog in which an act is filled in, looked at and begun. */
export class ActDialog {
  readonly root: Locator;

  constructor(page: Page, title: string | RegExp) {
    this.root = page.getByRole('dialog', { name: title });
  }

  /** Starts what is planned as soon as the plan is there; `word` is typed first where there is no way back. */
  async begin(verb: string, word?: string): Promise<void> {
    if (word !== undefined) await this.root.getByLabel(/Type .* to confirm/).fill(word);
    await this.root
      .getByRole('button', { name: verb, exact: true })
      .and(this.root.locator(':not([aria-disabled])'))
      .click();
    await this.root.waitFor({ state: 'hidden' });
  }
}
