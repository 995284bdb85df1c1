import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ActionRecord } from '../../cli/output/action-record.ts';
import { volumesWithTags } from '../../lab/dom0-facts.ts';
import { aLabBox } from '../../lab/lab-box.ts';

const box = await aLabBox();
afterAll(() => box.destroy());

const qubesDir = '/var/lib/qubes';
const succeeded = { outcome: 'succeeded', error: null };

async function act(...words: readonly string[]): Promise<Pick<ActionRecord, 'outcome' | 'error'>> {
  const { stdout } = await box.cli('--json', ...words);
  const [record] = JSON.parse(stdout) as readonly ActionRecord[];
  return { outcome: record?.outcome ?? 'left', error: record?.error ?? null };
}

const checksums = (...volumes: readonly string[]): Promise<string> =>
  box.sh(volumes.map((volume) => `sha256sum < /dev/qubes_dom0/${volume}`).join('\n'));

const powerOf = async (vm: string): Promise<string | undefined> =>
  (await box.vms()).find(({ name }) => name === vm)?.state;

beforeAll(async () => {
  const small = ['--root-size', '32M', '--private-size', '16M'];
  expect(await act('create', 'base', '--class', 'template', '--storage', 'lvm', ...small)).toEqual(succeeded);
  expect(await act('create', 'mail', '--template', 'base')).toEqual(succeeded);
  // What its second session begins with is not what it was made from.
  await box.sh('qubes-storage start mail; qubes-storage stop mail');
});

test('a VM that runs is cloned as it was when its session began, without a byte of what it has written since', async () => {
  const committed = await checksums('mail-private', 'base-root', 'base-private');
  for (const vm of ['base', 'mail']) await box.sh(`qubes-storage start ${vm}`);
  expect(await checksums('mail-private', 'base-root', 'base-private')).not.toBe(committed);
  const refused = await box.cli('clone', 'mail', 'early');
  expect(refused.status).toBe(3);
  expect(refused.stderr).toMatch(/clone mail early --committed/);
  const { stdout } = await box.cli('clone', 'mail', 'early', '--committed', '--dry-run');
  expect(stdout).toMatch(/--name=early-private -- qubes_dom0\/mail-private\.rev-1/);
  expect(stdout).toMatch(/mail as last committed \(\d{4}-\d\d-\d\d \d\d:\d\d\)/);

  expect(await act('clone', 'mail', 'early', '--committed')).toEqual(succeeded);
  expect(await act('clone', 'base', 'base2', '--committed')).toEqual(succeeded);
  expect(await checksums('early-private', 'base2-root', 'base2-private')).toBe(committed);
  const origins = await box.sh("lvs --noheadings --separator=' ' --options=lv_name,origin qubes_dom0");
  expect(origins).toMatch(/early-private mail-private\.rev-1/);
  expect(origins).toMatch(/base2-root base-root\.rev-0/);
  expect((await volumesWithTags(box))['early-private']).toEqual([
    'qubes-storage.role=private',
    'qubes-storage.vm=early',
  ]);
  expect(await powerOf('mail')).toBe('running');
  await box.expectClean();
});

test('the clones outlive the revisions that they were made from, and run', async () => {
  await box.sh(`
    qubes-storage stop base; qubes-storage stop mail; qubes-storage start mail; qubes-storage stop mail
    qubes-storage start early; qubes-storage stop early; qubes-storage start base2; qubes-storage stop base2`);
  expect(Object.keys(await volumesWithTags(box))).not.toContain('mail-private.rev-1');
  expect(await act('clone', 'mail', 'late', '--committed')).toEqual(succeeded);
  expect(await checksums('late-private')).toBe(await checksums('mail-private'));
  await box.expectClean();
});

test('after a crash the clone is what was there before it', async () => {
  const committed = await checksums('mail-private');
  await box.sh('qubes-storage start mail');
  const cutPower = await box.powerSwitch();
  await box.sh('sync');
  cutPower();
  await box.start();
  expect(await powerOf('mail')).toBe('halted');
  expect(await act('clone', 'mail', 'rescued', '--committed')).toEqual(succeeded);
  expect(await checksums('rescued-private')).toBe(committed);
});

test('where no such state is kept, or it would have to be read, it is refused, with nothing made', async () => {
  await box.sh('qubes-storage start mail; qubes-storage start untrusted');
  const before = await box.sh(`cat ${qubesDir}/qubes.xml; find ${qubesDir} | sort; lvs --options=lv_name,lv_tags`);
  expect(await act('clone', 'mail', 'mail2', '--committed', '--to', 'file')).toMatchObject({
    outcome: 'refused',
    error: { blockers: [{ code: 'committed-stays-in-pool', role: 'private' }] },
  });
  expect(await act('clone', 'untrusted', 'untrusted2', '--committed')).toMatchObject({
    outcome: 'refused',
    error: { blockers: [{ code: 'nothing-committed', vm: 'untrusted', role: 'private' }] },
  });
  expect(await box.sh(`cat ${qubesDir}/qubes.xml; find ${qubesDir} | sort; lvs --options=lv_name,lv_tags`)).toBe(
    before,
  );
});
