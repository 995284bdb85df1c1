import { afterAll, expect, test } from 'vitest';
import { registryText, volumesWithTags } from '../../lab/dom0-facts.ts';
import { aLabBox } from '../../lab/lab-box.ts';

const box = await aLabBox();
afterAll(() => box.destroy());

const template = 'fedora-20-x64';
const dvm = `${template}-dvm`;
const guestsDir = '/run/qubes-storage/guests';

async function start(): Promise<string> {
  const { status, stdout, stderr } = await box.cli('--json', 'start', dvm, '--disposable');
  if (status !== 0) throw new Error(`no DisposableVM was made: ${stderr}`);
  const { vm, ...rest } = JSON.parse(stdout) as { vm: string; outcome: string; from: string };
  expect(rest).toEqual({ outcome: 'running', from: dvm });
  return vm;
}

const uuidOf = async (volume: string): Promise<string> =>
  (await box.sh(`lvs --noheadings --options=lv_uuid qubes_dom0/${volume}`)).trim();

const volumesOf = async (start: string): Promise<readonly string[]> =>
  Object.keys(await volumesWithTags(box)).filter((name) => name.startsWith(start));

const recordsIn = (registry: string): readonly string[] =>
  registry.split('\n').filter((line) => line.includes('<QubesDisposableVm'));

let registry: string;

test('on image files none is made, and the reason is given', async () => {
  const before = await registryText(box);
  const { status, stderr } = await box.cli('start', dvm, '--disposable');
  expect(status).toBe(3);
  for (const vm of [dvm, template]) expect(stderr).toContain(`${vm} is on image files`);
  expect(await registryText(box)).toBe(before);
});

test('several at once run on volumes of their own', async () => {
  // They were made with the savefile that core-2's own DispVMs start from.
  await box.sh(`rm /var/lib/qubes/dvmdata/default-savefile /var/lib/qubes/appvms/${dvm}/dvm-savefile`);
  for (const vm of [template, dvm]) expect((await box.migrate(vm)).record.outcome).toBe('succeeded');
  registry = await registryText(box);
  const vms = await Promise.all([start(), start(), start()]);
  expect([...vms].sort()).toEqual(['disp1', 'disp2', 'disp3']);

  const volumes = await volumesWithTags(box);
  for (const vm of vms) {
    for (const [role, source] of [
      ['root', template],
      ['private', dvm],
    ] as const) {
      expect(volumes[`${vm}-${role}`]).toEqual([
        `qubes-storage.from=${await uuidOf(`${source}-${role}`)}:0`,
        `qubes-storage.role=${role}`,
        `qubes-storage.vm=${vm}`,
      ]);
    }
  }
  for (const disk of ['xvda', 'xvdb']) {
    await box.sh(`cd ${guestsDir}; echo mine > disp1/${disk}/mine; ! test -e disp2/${disk}/mine`);
  }
  const shown = (await box.vms()).filter(({ class: vmClass }) => vmClass === 'DispVM');
  expect(shown.map(({ name, state, rootState }) => [name, state, rootState])).toEqual(
    [...vms].sort().map((vm) => [vm, 'running', 'current']),
  );
});

test('each is registered as core-2 registers its own', async () => {
  const record = (number: number): RegExp =>
    new RegExp(
      `^  <QubesDisposableVm qid="\\d+" name="disp${number}" dispid="${number}" template_qid="1" label="red" ` +
        `firewall_conf="/var/run/qubes/disp${number}-firewall.xml" netvm_qid="3"/>$`,
    );
  const records = recordsIn(await registryText(box));
  expect(records).toEqual([1, 2, 3].map((number) => expect.stringMatching(record(number)) as string));
  await box.sh(`cmp /var/run/qubes/disp1-firewall.xml /var/lib/qubes/appvms/${dvm}/firewall.xml`);
});

test('it starts once: nothing of it is left when it stops, and the others go on', async () => {
  expect((await box.cli('start', 'disp2')).status).toBe(3);
  expect((await box.cli('stop', 'disp2')).status).toBe(0);
  expect(await volumesOf('disp2')).toEqual([]);
  expect(await registryText(box)).not.toContain('disp2');
  await box.sh('! test -e /var/run/qubes/disp2-firewall.xml');
  await box.sh(`test -e ${guestsDir}/disp1/xvdb/mine`);
  expect(await volumesOf('disp')).toHaveLength(4);
});

test('what a killed guest and a power cut have left is removed when the next one is made', async () => {
  await box.sh(`kill -KILL "$(pgrep --full '[g]uest\\.mjs --name=disp1 ')"`);
  expect(await start()).toBe('disp4');
  expect(await volumesOf('disp1')).toEqual([]);
  expect(await registryText(box)).not.toContain('disp1');

  const cutPower = await box.powerSwitch();
  cutPower();
  await box.start();
  expect(recordsIn(await registryText(box))).toHaveLength(2);
  expect(await volumesOf('disp')).toHaveLength(4);
  // As core-2 does when it boots: the volumes are left without a record.
  await box.sh("sed --in-place '/<QubesDisposableVm/d' /var/lib/qubes/qubes.xml");
  const last = await start();
  expect(await volumesOf('disp')).toEqual([`${last}-private`, `${last}-root`]);
  expect((await box.cli('kill', last)).status).toBe(0);
  expect(await volumesOf('disp')).toEqual([]);
  expect(await registryText(box)).toBe(registry);
  expect(await volumesOf(template)).toEqual([`${dvm}-private`, `${template}-private`, `${template}-root`]);
  await box.expectClean();
});
