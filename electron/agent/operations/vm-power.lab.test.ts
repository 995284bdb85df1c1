import { afterAll, expect, test } from 'vitest';
import type { PowerAct } from '../../cli/commands/power-vm.ts';
import { registryText, volumesWithTags } from '../../lab/dom0-facts.ts';
import { aLabBox } from '../../lab/lab-box.ts';

const box = await aLabBox();
afterAll(() => box.destroy());

const guestsDir = '/run/qubes-storage/guests';
const tag = (text: string): string => `qubes-storage.${text}`;

/** The tags of a volume without the owner's, which every volume here has; undefined where it is not there. */
async function tagsOf(volume: string): Promise<readonly string[] | undefined> {
  const tags = (await volumesWithTags(box))[volume];
  return tags?.map((one) => one.replace(/^qubes-storage\./, '')).filter((one) => !/^(vm|role)=/.test(one));
}

const uuidOf = async (volume: string): Promise<string> =>
  (await box.sh(`lvs --noheadings --options=lv_uuid qubes_dom0/${volume}`)).trim();

const generationOf = async (volume: string): Promise<number> =>
  Number(/generation=(\d+)/.exec((await tagsOf(volume))?.join() ?? '')?.[1]);

const checksum = async (volume: string): Promise<string> =>
  box.sh(`lvchange --activate=y --ignoreactivationskip qubes_dom0/${volume}; md5sum < /dev/qubes_dom0/${volume}`);

const run = async (act: PowerAct, vm: string): Promise<void> => {
  const { status, stderr } = await box.cli(act, vm);
  if (status !== 0) throw new Error(`${act} ${vm} ended with ${status}:\n${stderr}`);
};

async function stateOf(vm: string): Promise<string> {
  const found = (await box.vms()).find(({ name }) => name === vm);
  return [found?.state, found?.rootState].join(' ');
}

/** Where the guest of a VM has a disk mounted. */
const inGuest = (vm: string, disk: 'xvda' | 'xvdb', file: string): string => `${guestsDir}/${vm}/${disk}/${file}`;

const signalGuest = (signal: 'KILL' | 'TERM', vm: string): Promise<string> =>
  box.sh(`kill -${signal} "$(pgrep --full '[g]uest\\.mjs --name=${vm} ')"`);

test('a session keeps what was, marks what is written to, and gives the VM a root of its template', async () => {
  for (const vm of ['fc20', 'personal']) expect((await box.migrate(vm)).record.outcome).toBe('succeeded');
  const registry = await registryText(box);
  const before = await checksum('personal-private');
  await run('start', 'personal');
  expect(await tagsOf('personal-private')).toEqual(['dirty']);
  expect(await tagsOf('personal-private.rev-0')).toEqual(['revision=0']);
  expect(await tagsOf('personal-root')).toEqual([`from=${await uuidOf('fc20-root')}:0`]);
  await box.sh(`echo first > ${inGuest('personal', 'xvdb', 'notes')}`);

  await run('stop', 'personal');
  expect(await tagsOf('personal-private')).toEqual(['generation=1']);
  expect(await tagsOf('personal-root')).toBeUndefined();
  expect(await checksum('personal-private.rev-0')).toBe(before);
  expect(await checksum('personal-private')).not.toBe(before);
  expect(await registryText(box)).toBe(registry);
});

test('of the older states the newest stays, and one that is pinned', async () => {
  await box.sh(`lvchange --addtag=${tag('pinned')} qubes_dom0/personal-private.rev-0`);
  for (const act of ['start', 'stop', 'start', 'stop'] as const) await run(act, 'personal');
  expect(await tagsOf('personal-private')).toEqual(['generation=3']);
  const names = Object.keys(await volumesWithTags(box)).filter((name) => name.startsWith('personal'));
  expect(names).toEqual(['personal-private', 'personal-private.rev-0', 'personal-private.rev-2']);
});

test('a VM starts from the committed root while its template runs, and from the new one afterwards', async () => {
  await run('start', 'fc20');
  await box.sh(`echo updated > ${inGuest('fc20', 'xvda', 'update')}`);
  await run('start', 'personal');
  const uuid = await uuidOf('fc20-root');
  expect(await tagsOf('personal-root')).toEqual([`from=${uuid}:0`]);
  await box.sh(`! test -e ${inGuest('personal', 'xvda', 'update')}`);
  expect(await stateOf('personal')).toBe('running template-running');
  await run('stop', 'fc20');
  expect(await tagsOf('fc20-root')).toEqual(['generation=1']);
  expect(await stateOf('personal')).toBe('running outdated');
  await run('stop', 'personal');
  await run('start', 'personal');
  expect(await stateOf('personal')).toBe('running current');
  expect(await tagsOf('personal-root')).toEqual([`from=${uuid}:1`]);
  await box.sh(`test -e ${inGuest('personal', 'xvda', 'update')}`);
});

test('a guest that was killed is put in order by the next start, with what it wrote', async () => {
  await box.sh(`echo second > ${inGuest('personal', 'xvdb', 'notes')}; sync`);
  await signalGuest('KILL', 'personal');
  expect(await stateOf('personal')).toBe('crashed at-start');
  const generation = await generationOf('personal-private');
  await run('start', 'personal');
  expect(await tagsOf('personal-private')).toEqual(['dirty', `generation=${generation + 1}`]);
  expect(await box.sh(`cat ${inGuest('personal', 'xvdb', 'notes')}`)).toBe('second\n');
});

test('so is a guest whose machine lost its power, and its template that crashed hands out what it had committed', async () => {
  await run('start', 'fc20');
  await box.sh(`echo half > ${inGuest('fc20', 'xvda', 'half-an-update')}; sync`);
  const cutPower = await box.powerSwitch();
  cutPower();
  await box.start();
  expect([await stateOf('personal'), await stateOf('fc20')]).toEqual(['halted at-start', 'halted own']);
  await run('start', 'personal');
  expect(await tagsOf('personal-root')).toEqual([`from=${await uuidOf('fc20-root')}:1`]);
  await box.sh(`! test -e ${inGuest('personal', 'xvda', 'half-an-update')}`);
  expect(await box.sh(`cat ${inGuest('personal', 'xvdb', 'notes')}`)).toBe('second\n');
  await run('stop', 'personal');
  await run('stop', 'fc20');
  expect(await tagsOf('fc20-root')).toEqual(['generation=2']);
});

test('a hypervisor that starts guests itself has the storage prepared and released', async () => {
  const before = await generationOf('personal-private');
  await run('prepare', 'personal');
  const prepared = await volumesWithTags(box);
  expect(await tagsOf('personal-private')).toEqual(['dirty', `generation=${before}`]);
  expect(await tagsOf('personal-root')).toBeDefined();
  const open = `exec 9< /dev/qubes_dom0/personal-private; qubes-storage release personal || echo "ended with $?"`;
  expect(await box.sh(open)).toBe('ended with 1\n');
  expect(await volumesWithTags(box)).toEqual(prepared);
  await run('release', 'personal');
  expect(await tagsOf('personal-private')).toEqual([`generation=${before + 1}`]);
  expect(await tagsOf('personal-root')).toBeUndefined();
});

test('Xen is told of the disks without any of them being made, and the volatile one begins anew at each start', async () => {
  const before = await volumesWithTags(box);
  const { stdout } = await box.cli('xen-disks', 'personal');
  expect(stdout.split('\n')).toEqual([
    "'phy:/dev/qubes_dom0/personal-root,xvda,w',",
    "'phy:/dev/qubes_dom0/personal-private,xvdb,w',",
    "'script:file:/var/lib/qubes/appvms/personal/volatile.img,xvdc,w',",
    expect.stringMatching(/^'script:file:\/var\/lib\/qubes\/vm-kernels\/.*\/modules\.img,xvdd,r',$/),
    '',
  ]);
  expect(await volumesWithTags(box)).toEqual(before);

  const volatile = '/var/lib/qubes/appvms/personal/volatile.img';
  await box.sh(`echo secret | dd of=${volatile} bs=1M seek=1100 conv=notrunc 2> /dev/null`);
  await run('start', 'personal');
  await run('stop', 'personal');
  await box.sh(`
    ! grep --quiet secret < <(dd if=${volatile} bs=1M skip=1100 count=1 2> /dev/null)
    sfdisk --dump ${volatile} | grep 'type=82'
    test "$(stat --format=%a:%u:%g ${volatile})" = "660:$(stat --format=%u:%g /var/lib/qubes/appvms/personal)"
  `);
});

test('a paused VM is in use, and can be stopped; one that shut itself down is put in order by stop', async () => {
  const before = await generationOf('personal-private');
  await run('start', 'personal');
  await run('pause', 'personal');
  expect(await stateOf('personal')).toBe('paused current');
  for (const act of ['release', 'start', 'pause'] as const) {
    const { status, stderr } = await box.cli(act, 'personal');
    expect([status, stderr]).toEqual([3, expect.stringContaining('paused')]);
  }
  await run('unpause', 'personal');
  expect(await stateOf('personal')).toBe('running current');
  await run('pause', 'personal');
  await run('stop', 'personal');
  expect(await tagsOf('personal-private')).toEqual([`generation=${before + 1}`]);

  await run('start', 'personal');
  await signalGuest('TERM', 'personal');
  await box.sh(`for try in {1..200}; do test -e ${guestsDir}/personal.json || break; sleep 0.05; done`);
  expect(await stateOf('personal')).toBe('halted at-start');
  expect(await tagsOf('personal-private')).toEqual(['dirty', `generation=${before + 1}`]);
  await run('stop', 'personal');
  expect(await tagsOf('personal-private')).toEqual([`generation=${before + 2}`]);

  await run('start', 'personal');
  await run('kill', 'personal');
  expect(await tagsOf('personal-private')).toEqual([`generation=${before + 3}`]);
  expect(await tagsOf('personal-root')).toBeUndefined();
});

test('of a start that fails nothing is left, and nothing that was there goes', async () => {
  await box.sh(`rm -rf ${guestsDir}/personal; touch ${guestsDir}/personal`);
  const before = await volumesWithTags(box);
  const { status, stderr } = await box.cli('start', 'personal');
  expect([status, stderr]).toEqual([1, expect.stringContaining('did not start')]);
  expect(await volumesWithTags(box)).toEqual(before);
  expect(await stateOf('personal')).toBe('halted at-start');
  await box.sh(`rm ${guestsDir}/personal`);
});

test('a volume that has the name of its root but was made for something else stays', async () => {
  await box.sh('lvcreate --quiet --thin --virtualsize=4m --name=personal-root qubes_dom0/pool0');
  const before = await volumesWithTags(box);
  const { status, stderr } = await box.cli('start', 'personal');
  expect([status, stderr]).toEqual([1, expect.stringContaining('was not made for one')]);
  expect(await volumesWithTags(box)).toEqual(before);
  await box.sh('lvremove --quiet --yes qubes_dom0/personal-root');
});

test('the root of a standalone is its own: it stays, whatever happens', async () => {
  expect((await box.migrate('win7')).record.outcome).toBe('succeeded');
  const uuid = await uuidOf('win7-root');
  await run('start', 'win7');
  await box.sh('echo mine | dd of=/dev/qubes_dom0/win7-root bs=1M seek=300 conv=notrunc,fsync 2> /dev/null');
  await signalGuest('KILL', 'win7');
  await run('stop', 'win7');
  expect(await tagsOf('win7-root')).toEqual(['generation=1']);
  expect(await uuidOf('win7-root')).toBe(uuid);
  await run('start', 'win7');
  await run('stop', 'win7');
  const read = 'dd if=/dev/qubes_dom0/win7-root bs=4 skip=$((300 << 18)) count=1 2> /dev/null';
  expect(await box.sh(read)).toBe('mine');
  await box.expectClean();
});
