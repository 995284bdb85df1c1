import { afterAll, expect, test } from 'vitest';
import { aLabBox } from '../../lab/lab-box.ts';
import { deviceName } from '../../lab/lab-images.ts';

/** The example of the original's README, in its own words: one small template, and a specialised one for each use. */
const box = await aLabBox();
afterAll(() => box.destroy());

const uses = ['web', 'mail', 'office', 'media', 'dev'] as const;
const guestsDir = '/run/qubes-storage/guests';
const mib = 2 ** 20;

/** What the thin pool holds for all of its volumes together, as the kernel counts it, in bytes. */
async function heldByPool(): Promise<number> {
  const status = await box.sh('dmsetup status qubes_dom0-pool0-tpool');
  return Number(/ (\d+)\/\d+ (?:-|\d+) rw /.exec(status)?.[1]) * 64 * 1024;
}

test('the template is cloned, moved to LVM, and cloned into five, which cost nothing until something is written', async () => {
  await box.sh('qvm-clone fedora-20-x64 fc20-min; qvm-to-lvm fc20-min');
  const before = await heldByPool();
  await box.sh(uses.map((use) => `qvm-clone fc20-min fc20-${use}`).join('\n'));
  expect(await heldByPool()).toBe(before);
  const report = await box.sh('lvs --noheadings --options=lv_name,origin --separator=/ qubes_dom0');
  const origins = Object.fromEntries(
    report.split('\n').map((line) => {
      const [name = '', origin = ''] = line.trim().split('/');
      return [name, origin] as const;
    }),
  );
  for (const use of uses) expect(origins).toMatchObject({ [`fc20-${use}-root`]: 'fc20-min-root' });
  await box.expectClean();
});

test('each is specialised for what was written to it, and its AppVMs see that and nothing of the others', async () => {
  const before = await heldByPool();
  for (const use of ['web', 'dev']) {
    await box.sh(`
      qubes-storage start fc20-${use}
      head --bytes=4M /dev/urandom > ${guestsDir}/fc20-${use}/xvda/only-for-${use}
      qubes-storage stop fc20-${use}
      qvm-create my-${use} --template fc20-${use} --label red
    `);
  }
  const written = (await heldByPool()) - before;
  expect(written).toBeGreaterThan(8 * mib);
  expect(written).toBeLessThan(24 * mib);
  await box.sh('qubes-storage start my-web; qubes-storage start my-dev');
  const seen = await box.sh(`cd ${guestsDir}; ls my-web/xvda | grep only-for; ls my-dev/xvda | grep only-for`);
  await box.sh('qubes-storage stop my-web; qubes-storage stop my-dev');
  expect(seen).toBe('only-for-web\nonly-for-dev\n');
  expect(await box.sh(`! dmsetup info ${deviceName('my-web-root')} 2> /dev/null`)).toBe('');
  await box.expectClean();
});
