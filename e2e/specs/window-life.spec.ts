import { expect, test } from '../fixtures/app.ts';

test('the window shows the VMs of a real sandbox, and closing it ends the program with 0', async ({ app }) => {
  await expect(app.page).toHaveTitle('Qubes Storage Manager');
  await expect(app.page.getByText('fc20', { exact: true }).first()).toBeVisible({ timeout: 60_000 });
  await app.closeWindow();
  expect(await app.exitCode).toBe(0);
});
