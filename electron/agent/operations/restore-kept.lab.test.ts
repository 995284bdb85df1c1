import { afterAll, describe, expect, test } from 'vitest';
import type { ActionRecord } from '../../cli/output/action-record.ts';
import type { KeptRecord } from '../../cli/output/kept-record.ts';
import { dom0Facts, imageFacts, registryText, withStorageType } from '../../lab/dom0-facts.ts';
import { aLabBox } from '../../lab/lab-box.ts';
import { labRootMib } from '../../lab/lab-images.ts';

const box = await aLabBox();
afterAll(() => box.destroy());

const workDir = '/var/lib/qubes/appvms/work';
const templateDir = '/var/lib/qubes/vm-templates/fc20';

const keptOf = async (vm: string): Promise<readonly KeptRecord[]> =>
  (JSON.parse((await box.cli('--json', 'kept', 'ls')).stdout) as readonly KeptRecord[]).filter(
    (kept) => kept.vm === vm,
  );

async function restore(vm: string, ...args: readonly string[]) {
  const { status, stdout } = await box.cli('--json', 'kept', 'restore', vm, ...args);
  const [record] = JSON.parse(stdout) as readonly ActionRecord[];
  return { status, outcome: record?.outcome, error: record?.error, plan: record?.plan };
}

const refusedFor = (...blockers: readonly object[]) => ({ status: 3, error: { code: 'refused', blockers } });

/** A guest's own write, which a file of that name is evidence of. */
const runFor = (vm: string, seconds: number): Promise<string> =>
  box.sh(`qubes-storage start ${vm} && sleep ${seconds} && qubes-storage stop ${vm}`);
const heartbeat = async (path: string): Promise<string> =>
  (await box.sh(`debugfs -R 'cat /.guest-heartbeat' ${path} 2>/dev/null`)).trim();

describe('a VM that has moved to LVM and has been used there', () => {
  test('is told since when its image is kept', async () => {
    const before = new Date().toISOString();
    await box.migrate('work');
    const [image] = await keptOf('work');
    expect(image).toMatchObject({ role: 'private', storageType: 'file', path: `${workDir}/private.img` });
    expect((image?.since ?? '') > before && (image?.since ?? '') < new Date().toISOString()).toBe(true);
  });

  test('goes back only when somebody is sure, and when it is halted', async () => {
    await box.sh('qubes-storage start work');
    expect(await restore('work', '--yes')).toMatchObject(refusedFor({ code: 'vm-not-halted', vm: 'work' }));
    await box.sh('sleep 2; qubes-storage stop work');
    const before = await dom0Facts(box);
    expect((await restore('work')).status).toBe(3);
    expect(await restore('work', '--dry-run')).toMatchObject({
      status: 0,
      plan: {
        restores: [{ path: `${workDir}/private.img`, replaced: { path: '/dev/qubes_dom0/work-private' } }],
        notes: [{ code: 'newer-left-behind', since: (await keptOf('work'))[0]?.since }],
      },
    });
    expect(await dom0Facts(box)).toBe(before);
  });

  test('goes back to the very image that it left; what was written since stays in the volume', async () => {
    const [registry, image] = [await registryText(box), await imageFacts(box, workDir)];
    expect(await restore('work', '--yes')).toMatchObject({ status: 0, outcome: 'succeeded' });
    expect(await registryText(box)).toBe(withStorageType(registry, 'work', 'file'));
    expect(await imageFacts(box, workDir)).toBe(image);
    expect(await heartbeat(`${workDir}/private.img`)).toBe('');
    expect(await heartbeat('/dev/qubes_dom0/work-private')).not.toBe('');
    expect(await keptOf('work')).toMatchObject([{ storageType: 'lvm', path: '/dev/qubes_dom0/work-private' }]);
  });

  test('goes to and fro, each time to what it left', async () => {
    await runFor('work', 2);
    expect(await heartbeat(`${workDir}/private.img`)).not.toBe('');
    const onLvm = await heartbeat('/dev/qubes_dom0/work-private');
    expect((await restore('work', '--yes')).outcome).toBe('succeeded');
    expect(await heartbeat('/dev/qubes_dom0/work-private')).toBe(onLvm);
    expect((await box.vms()).find(({ name }) => name === 'work')?.storageType).toBe('lvm');
  });
});

describe('what is kept is not gone back to', () => {
  test('while something has it open', async () => {
    const device = await box.sh(`losetup --find --show --read-only ${workDir}/private.img`);
    expect(await restore('work', '--yes')).toMatchObject(refusedFor({ code: 'kept-open' }));
    await box.sh(`losetup --detach ${device}`);
  });

  test('when it was written to since it was left', async () => {
    await box.sh(`printf X | dd of=${workDir}/private.img bs=1 seek=4096 conv=notrunc status=none`);
    const since = (await keptOf('work'))[0]?.since;
    expect(await restore('work', '--yes')).toMatchObject(
      refusedFor({ code: 'kept-written', path: `${workDir}/private.img`, since }),
    );
  });

  test('when its package may have rewritten it and nobody knows what it was', async () => {
    await box.sh(`
      sed --in-place '/ name="work" /s/installed_by_rpm="False"/installed_by_rpm="True"/' /var/lib/qubes/qubes.xml
      rm /var/lib/qubes-storage/jobs/*.jsonl
      kill $(pgrep --full '[a]gent.mjs')
      sleep 1
    `);
    expect(await restore('work', '--yes')).toMatchObject(refusedFor({ code: 'kept-of-package' }));
    expect((await keptOf('work'))[0]?.since).toBeNull();
  });

  test('when it is not there', async () => {
    await box.sh(`rm ${workDir}/private.img`);
    expect(await restore('work', '--yes')).toMatchObject(refusedFor({ code: 'nothing-kept' }));
  });
});

describe('a template', () => {
  test('stays while a child runs from it, or while not all of it is kept', async () => {
    expect((await box.migrate('fc20')).record.outcome).toBe('succeeded');
    await box.sh(`qubes-storage start personal; mv ${templateDir}/private.img ${templateDir}/away`);
    expect(await restore('fc20', '--yes')).toMatchObject(
      refusedFor({ code: 'child-running', child: 'personal' }, { code: 'kept-incomplete', role: 'private' }),
    );
    await box.sh(`qubes-storage stop personal; mv ${templateDir}/away ${templateDir}/private.img`);
  });

  test('goes back with its children, also from volumes that are gone', async () => {
    await box.sh('lvremove --quiet --yes qubes_dom0/fc20-root; rm /var/lib/qubes/vm-templates/fc20/root-cow.img');
    expect(await restore('fc20', '--yes')).toMatchObject({ status: 0, outcome: 'succeeded' });
    expect(await box.sh(`stat --format=%s ${templateDir}/root-cow.img`)).toBe(`${labRootMib * 2 ** 20}\n`);
    await runFor('personal', 1);
    await runFor('fc20', 1);
  });
});
