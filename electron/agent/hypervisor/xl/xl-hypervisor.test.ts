import { expect, test } from 'vitest';
import { done, err, ok } from '#shared/base/result.ts';
import { vmName } from '#shared/testing/builders.ts';
import { commandLine } from '../../exec/command.ts';
import type { CommandRunner } from '../../exec/command-runner.ts';
import { aStore, type DiskFacts } from './testing/a-store.ts';
import { XlHypervisor } from './xl-hypervisor.ts';

const work = vmName('work');
const stick = { path: '/dev/sdb1', frontend: 'xvdi', isReadOnly: false };
const attached = { domain: 7, number: 51840, dev: 'xvdi', params: '/dev/sdb1', physicalDevice: '8:11' };

/** A Xen whose store says the next of `stores` at each look, and the last one from then on. */
function aXen(...stores: readonly (readonly DiskFacts[])[]) {
  const asked: string[] = [];
  let looks = 0;
  const runner: CommandRunner = {
    run(command) {
      if (command.program.endsWith('xenstore-ls')) {
        const disks = stores[Math.min(looks, stores.length - 1)] ?? [];
        looks += 1;
        return Promise.resolve(ok(aStore({ 7: 'work' }, disks)));
      }
      asked.push(commandLine(command));
      return Promise.resolve(ok(''));
    },
    startDetached: () => Promise.resolve(err({ code: 'internal', reference: '' })),
  };
  return { xl: new XlHypervisor(runner, 0), asked };
}

test('a device is attached when the guest has taken it', async () => {
  const { xl, asked } = aXen([{ ...attached, state: 2 }], [attached]);
  expect(await xl.attach(work, stick)).toEqual(done);
  expect(asked).toEqual(['/usr/sbin/xl block-attach work phy:/dev/sdb1 xvdi w']);
});

test('what the guest never takes is taken back', async () => {
  const waiting = Array.from({ length: 25 }, () => [{ ...attached, state: 2 }]);
  const { xl, asked } = aXen(...waiting, []);
  expect(await xl.attach(work, stick)).toMatchObject({ ok: false, error: { code: 'guest-failed' } });
  expect(asked.at(-1)).toBe('/usr/sbin/xl block-detach work 51840');
});

test('a device is detached when the store has it no more', async () => {
  const { xl, asked } = aXen([attached], [{ ...attached, state: 5 }], [{ ...attached, state: 6 }]);
  expect(await xl.detach(work, 'xvdi')).toEqual(done);
  expect(asked).toEqual(['/usr/sbin/xl block-detach work 51840']);
});

test('a guest that holds on to it is told of', async () => {
  const { xl } = aXen([attached]);
  expect(await xl.detach(work, 'xvdi')).toMatchObject({ ok: false, error: { code: 'guest-failed', vm: work } });
});

test('VMs that run on a version of their template’s images are known by its device, other roots are left out', async () => {
  const root = { domain: 7, number: 51712, dev: 'xvda', params: '/t/root.img:/t/root-cow.img', mode: 'r' } as const;
  const version = 'snapshot-fd01:2621442-fd01:2621450';
  const versionsOf = async (...disks: readonly DiskFacts[]) => {
    const versions = await aXen(disks).xl.rootVersions();
    return versions.ok ? [...versions.value] : versions.error;
  };
  expect(await versionsOf({ ...root, node: `/dev/mapper/${version}` }, attached)).toEqual([[work, version]]);
  expect(await versionsOf({ ...root, node: '/dev/mapper/origin-fd01:2621442' })).toEqual([]);
  expect(await versionsOf({ ...root, params: '/dev/qubes_dom0/work-root' })).toEqual([]);
});
