import { expect, test } from 'vitest';
import { bytes, gib, mib } from '#shared/base/bytes.ts';
import { err, ok } from '#shared/base/result.ts';
import type { Timestamp, VmName } from '#shared/domain/ids.ts';
import type { Inventory } from '#shared/domain/inventory.ts';
import { inventorySchema } from '#shared/domain/inventory.ts';
import { isUsageLive } from '#shared/rules/live-usage.ts';
import { poolHealth, poolPressure } from '#shared/rules/pool-pressure.ts';
import { needsDom0 } from '#shared/rules/thin-pool-of.ts';
import { aThinPool } from '#shared/testing/builders.ts';
import type { Vm } from '#shared/domain/vm.ts';
import type { SeenVolume, ThinVolumes } from '../../storage/thin-volumes.ts';
import { AdminClient } from './admin-client.ts';
import { AdminInventory } from './admin-inventory.ts';
import { readListedVm } from './listed-vm.ts';
import { socketTransport } from './socket-transport.ts';
import { startStandIn } from './testing/start-stand-in.ts';
import type { RecordingName } from './testing/recording.ts';
import type { StandInState } from './testing/stand-in-state.ts';

const takenAt = '2026-11-23T14:00:00.000Z' as Timestamp;

async function anInventoryOf(name?: RecordingName, thin: Pick<ThinVolumes, 'look'> | null = null) {
  const { qubesd, socketPath } = await startStandIn(name);
  let nowMs = 0;
  const options = { seesAllVms: true, thin, now: () => takenAt, clock: () => nowMs };
  const read = new AdminInventory({ client: new AdminClient(socketTransport(socketPath)), ...options });
  /** The calls of one look or glance, beside what it found. */
  const asked = async (take: () => Promise<{ inventory: Inventory }>) => {
    const before = qubesd.asked.length;
    const { inventory } = await take();
    return { inventory, calls: qubesd.asked.slice(before).map(({ method, dest }) => `${method} ${dest}`) };
  };
  return { qubesd, read, asked, passMs: (ms: number) => void (nowMs += ms) };
}

const vmIn = (inventory: Inventory, name: string): Vm => {
  const vm = inventory.vms.find((one) => one.name === name);
  if (vm === undefined) throw new Error(`no ${name}`);
  return vm;
};
const poolIn = (inventory: Inventory, name: string) => inventory.pools.find((pool) => pool.name === name);

const event = (subject: string, name: string, facts: Readonly<Record<string, string>> = {}) => ({
  subject,
  name,
  facts: new Map(Object.entries(facts)),
});

/** Of a volume that nothing is kept of. */
const history = { isDirty: false, revisions: null, revisionsToKeep: null };

test('the recorded thin pools and their VMs are shown as what they are', async () => {
  const { read } = await anInventoryOf();
  const { inventory } = await read.look();
  expect(inventorySchema.parse(inventory)).toEqual(inventory);
  expect(inventory.problems).toEqual([]);
  expect(inventory.vms.map(({ name }) => name)).toEqual([
    ...[
      'dom0',
      'default-dvm',
      'fedora-41-xfce',
      'mgmt',
      'personal',
      'sys-firewall',
      'sys-net',
      'vault',
      'win-10',
      'work',
    ],
  ]);
  expect(vmIn(inventory, 'work')).toEqual({
    name: 'work',
    class: 'AppVM',
    power: 'halted',
    label: 'blue',
    template: 'fedora-41-xfce',
    storageType: 'lvm',
    autostart: false,
    hasAutostartLink: null,
    isInternal: false,
    rootState: 'at-start',
    kept: [],
    notPermitted: [],
    volumes: [
      {
        role: 'root',
        storage: 'lvm',
        pool: 'vm-pool',
        state: { kind: 'from-template', template: 'fedora-41-xfce', sizeBytes: 100_663_296 },
        ...history,
        isOutdated: false,
      },
      {
        role: 'private',
        storage: 'lvm',
        pool: 'vm-pool',
        state: { kind: 'present', sizeBytes: 33_554_432, usedBytes: 8_519_470, isOpen: false },
        ...history,
        revisions: [
          {
            id: '1795433426-back',
            takenAt: '2026-11-23T11:30:26.000Z',
            sizeBytes: null,
            exclusiveBytes: null,
            isPinned: false,
            note: null,
            isCommitted: false,
          },
        ],
        revisionsToKeep: 1,
        isOutdated: false,
      },
      {
        role: 'volatile',
        storage: 'lvm',
        pool: 'vm-pool',
        state: { kind: 'present', sizeBytes: 10_737_418_240, usedBytes: 0, isOpen: false },
        ...history,
        isOutdated: false,
      },
      {
        role: 'kernel',
        storage: 'file',
        pool: 'linux-kernel',
        state: { kind: 'present', sizeBytes: 0, usedBytes: 0, isOpen: false },
        ...history,
        isOutdated: false,
      },
    ],
  });
  expect(vmIn(inventory, 'dom0')).toMatchObject({ class: 'AdminVM', power: 'running', storageType: null, volumes: [] });
  // It brings its own kernel.
  expect(vmIn(inventory, 'win-10').volumes.map(({ role }) => role)).toEqual(['root', 'private', 'volatile']);
});

test('promises count each volume that keeps its data once, and orphans are what no VM owns', async () => {
  const { qubesd, read } = await anInventoryOf();
  qubesd.state.pools.get('vm-pool')?.others.push('qubes_dom0/root', 'qubes_dom0/vm-gone-private');
  const { inventory } = await read.look();
  const persistent = [...qubesd.state.vms.values()]
    .flatMap(({ volumes }) => [...volumes.values()])
    .filter(({ pool, saveOnStop }) => pool === 'vm-pool' && saveOnStop);
  expect(poolIn(inventory, 'vm-pool')).toEqual({
    id: 'vm-pool',
    name: 'vm-pool',
    defaultFor: [],
    driver: 'lvm_thin',
    health: 'unknown',
    thin: null,
    sizeBytes: 6_442_450_944,
    usedBytes: 59_914_793,
    metadataSizeBytes: 33_554_432,
    metadataUsedBytes: 3_506_438,
    includedIn: null,
    promisedBytes: persistent.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    volumeCount: 11,
    orphans: ['qubes_dom0/vm-gone-private'],
  });
  expect(poolIn(inventory, 'linux-kernel')).toMatchObject({
    driver: 'linux-kernel',
    includedIn: 'varlibqubes',
    sizeBytes: null,
    promisedBytes: 0,
    orphans: [],
  });
});

test('image files of the recorded reflink pools are files, whatever the driver is called', async () => {
  const { read } = await anInventoryOf('file-pools');
  const { inventory } = await read.look();
  expect(vmIn(inventory, 'work')).toMatchObject({
    storageType: 'file',
    volumes: [{ pool: 'varlibqubes' }, {}, {}, {}],
  });
  expect(poolIn(inventory, 'second')).toMatchObject({ driver: 'file-reflink', metadataSizeBytes: null, orphans: [] });
});

test('what policy keeps back stands empty, says so, and hides nothing else', async () => {
  const { qubesd, read } = await anInventoryOf();
  qubesd.intercept = ({ method, dest, arg }) => {
    const isKept =
      method === 'admin.pool.Info' ||
      method === 'admin.vm.property.GetAll' ||
      arg === 'autostart' ||
      (method === 'admin.vm.volume.List' && dest === 'vault') ||
      (method === 'admin.vm.volume.Info' && dest === 'work' && arg === 'private');
    return isKept ? { kind: 'refuse' } : undefined;
  };
  const { inventory } = await read.look();
  expect(inventorySchema.parse(inventory)).toEqual(inventory);
  expect(vmIn(inventory, 'vault')).toMatchObject({
    label: 'black',
    template: 'fedora-41-xfce',
    autostart: null,
    storageType: null,
    volumes: [],
    notPermitted: ['autostart', 'volumes'],
  });
  expect(vmIn(inventory, 'work').volumes.find(({ role }) => role === 'private')).toMatchObject({
    pool: null,
    state: { kind: 'not-permitted', call: 'admin.vm.volume.Info+private on work' },
  });
  // The volumes of `vault` would look like orphans.
  expect(poolIn(inventory, 'vm-pool')).toMatchObject({ driver: 'unknown', sizeBytes: 6_442_450_944, orphans: null });
  expect(inventory.problems.map((problem) => 'call' in problem && problem.call)).toEqual([
    ...['admin.pool.Info', 'admin.vm.volume.List', 'admin.vm.volume.Info'],
  ]);
});

test('pools that may not be listed are known by the volumes in them', async () => {
  const { qubesd, read } = await anInventoryOf();
  qubesd.intercept = ({ method }) => (method === 'admin.pool.List' ? { kind: 'refuse' } : undefined);
  const { inventory } = await read.look();
  expect(inventory.pools.map(({ name }) => name)).toEqual(['vm-pool', 'linux-kernel']);
  expect(poolIn(inventory, 'vm-pool')).toMatchObject({ sizeBytes: null, volumeCount: 11, orphans: null });
});

test('that events may not be heard is told', async () => {
  const { read } = await anInventoryOf();
  const failure = { code: 'admin-refused', call: 'admin.Events on dom0', by: 'policy' } as const;
  read.unfollow(failure);
  expect((await read.look()).inventory.problems).toEqual([{ ...failure, call: 'admin.Events' }]);
  read.follow();
  expect((await read.look()).inventory.problems).toEqual([]);
});

test('a volume whose answer broke off, at the end of a line even, is told of, and not shown as kept back', async () => {
  const { qubesd, read } = await anInventoryOf();
  qubesd.intercept = ({ method, dest }) =>
    method === 'admin.vm.volume.Info' && dest === 'vault' ? { kind: 'cut', afterBytes: 20 } : undefined;
  const { inventory } = await read.look();
  expect(vmIn(inventory, 'vault').volumes).toEqual([]);
  expect(inventory.problems).toHaveLength(4);
  expect(poolIn(inventory, 'vm-pool')).toMatchObject({ orphans: null });
});

test('without a qubesd there is nothing but the reason', async () => {
  const { qubesd, read } = await anInventoryOf();
  await qubesd.close();
  const { inventory } = await read.look();
  expect(inventory).toMatchObject({ vms: [], pools: [], problems: [{ code: 'admin-unreachable' }] });
});

test('while events are heard, only what they tell of is read again', async () => {
  const { qubesd, read, asked } = await anInventoryOf();
  read.follow();
  await read.look();
  expect((await asked(() => read.glance())).calls).toEqual(['admin.vm.List dom0']);

  qubesd.act('admin.vm.property.Set', 'work', 'autostart', 'True');
  expect(read.note(event('work', 'property-pre-set:autostart'))).toBe(false);
  expect(read.note(event('work', 'domain-tag-add:x', { tag: 'x' }))).toBe(false);
  expect(read.note(event('work', 'property-set:autostart'))).toBe(true);
  const { inventory, calls } = await asked(() => read.glance());
  expect(vmIn(inventory, 'work').autostart).toBe(true);
  expect(calls.filter((call) => call.startsWith('admin.pool') || !/ (dom0|work)$/.test(call))).toEqual([]);

  qubesd.act('admin.vm.Create.AppVM', 'dom0', '', 'name=new label=red');
  qubesd.act('admin.vm.Remove', 'vault');
  read.note(event('', 'domain-add', { vm: 'new' }));
  read.note(event('', 'domain-delete', { vm: 'vault' }));
  const after = (await read.glance()).inventory.vms.map(({ name }) => name);
  expect(after).toContain('new');
  expect(after).not.toContain('vault');
});

test('a VM is not halted before its volumes are committed', async () => {
  const { read } = await anInventoryOf();
  read.follow();
  read.note(event('work', 'domain-stopped'));
  expect(vmIn((await read.glance()).inventory, 'work').power).toBe('halting');
  read.note(event('work', 'domain-shutdown'));
  expect(vmIn((await read.glance()).inventory, 'work').power).toBe('halted');
});

test('what changes while it is being read is read once more', async () => {
  const { qubesd, read, asked } = await anInventoryOf();
  read.follow();
  qubesd.intercept = ({ method, dest }) => {
    if (method === 'admin.vm.property.GetAll' && dest === 'work') read.note(event('work', 'property-set:label'));
    return undefined;
  };
  await read.look();
  expect((await asked(() => read.glance())).calls).toContain('admin.vm.property.GetAll work');
});

test('a template that was shut down has outdated its running VMs', async () => {
  const { qubesd, read } = await anInventoryOf();
  read.follow();
  for (const name of ['fedora-41-xfce', 'work']) qubesd.act('admin.vm.Start', name);
  await read.look();
  qubesd.act('admin.vm.Shutdown', 'fedora-41-xfce', 'wait');
  read.note(event('fedora-41-xfce', 'domain-shutdown'));
  const root = vmIn((await read.glance()).inventory, 'work').volumes[0];
  expect(root).toMatchObject({ role: 'root', isOutdated: true });
});

test('what no event tells of is polled: pools every half minute, volumes of running VMs every minute', async () => {
  const { qubesd, read, asked, passMs } = await anInventoryOf();
  read.follow();
  qubesd.act('admin.vm.Start', 'work');
  await read.look();
  passMs(31_000);
  expect((await asked(() => read.glance())).calls.some((call) => call.startsWith('admin.vm.volume'))).toBe(false);
  passMs(31_000);
  const { calls } = await asked(() => read.glance());
  expect(calls).toContain('admin.pool.UsageDetails dom0');
  const reread = calls.filter((call) => call.startsWith('admin.vm.volume')).map((call) => call.split(' ')[1]);
  expect(new Set(reread)).toEqual(new Set(['work']));
});

test('unheard events make every glance a whole look', async () => {
  const { read, asked } = await anInventoryOf();
  await read.look();
  expect((await asked(() => read.glance())).calls.length).toBeGreaterThan(80);
});

test('a VM that is removed while it is read is not shown, and is no problem', async () => {
  const { qubesd, read } = await anInventoryOf();
  qubesd.intercept = ({ method, dest }) => {
    if (method === 'admin.vm.property.GetAll' && dest === 'vault') qubesd.state.vms.delete('vault');
    return undefined;
  };
  const { inventory } = await read.look();
  expect(inventory.vms).toHaveLength(9);
  expect(inventory.problems).toEqual([]);
});

/** The recorded `work`, many times over. */
function multiply(state: StandInState, count: number): void {
  const model = state.vms.get('work');
  if (model === undefined) return;
  for (let index = 0; index < count; index += 1) {
    const name = `work-${index}`;
    const vidOf = (vid: string) => vid.replace('vm-work-', `vm-${name}-`);
    const volumes = new Map([...model.volumes].map(([role, one]) => [role, { ...one, vid: vidOf(one.vid) }]));
    state.vms.set(name, { ...model, name, volumes });
  }
}

test('many VMs cost a bounded number of calls, ten at a time, and little beside them', async () => {
  const { qubesd, read } = await anInventoryOf();
  multiply(qubesd.state, 200);
  const { inventory } = await read.look();
  expect(inventory.vms).toHaveLength(210);
  expect(qubesd.asked.length).toBeLessThan(8 * 210 + 30);
  expect(qubesd.mostAtOnce).toBeLessThanOrEqual(10);
});

test('a class or a state that this version does not know is told, and no VM is shown as what it is not', async () => {
  const { qubesd, read } = await anInventoryOf();
  const work = qubesd.state.vms.get('work');
  if (work !== undefined) qubesd.state.vms.set('odd', { ...work, name: 'odd', class: 'MoonVM' });
  const { inventory } = await read.look();
  expect(inventory.vms).toHaveLength(10);
  expect(inventory.problems).toMatchObject([{ code: 'admin-reply-unreadable' }]);
  expect(readListedVm('odd class=AppVM state=NA')).toEqual({
    name: 'odd' as VmName,
    class: 'AppVM',
    power: 'unknown',
    uuid: null,
  });
});

const seen = (vid: string, used: number): [string, SeenVolume] => [
  vid,
  {
    vid,
    uuid: vid,
    sizeBytes: bytes(33_554_432),
    usedBytes: mib(used),
    isActive: true,
    isOpen: false,
    owner: null,
    job: null,
    keptBy: null,
  },
];

test('root in dom0 is told by LVM what qubesd does not know: the pool, and what running VMs write', async () => {
  const pool = aThinPool({ sizeBytes: gib(6), usedBytes: gib(1), health: 'needs-check' });
  const look = {
    pools: new Map([['qubes_dom0/vm-pool', pool]]),
    volumes: new Map([
      seen('qubes_dom0/vm-personal-private', 3),
      seen('qubes_dom0/vm-personal-private-snap', 9),
      seen('qubes_dom0/vm-vault-private', 4),
      seen('qubes_dom0/vm-work-private', 4),
      seen('qubes_dom0/vm-work-private-snap', 5),
    ]),
  };
  const { qubesd, read } = await anInventoryOf('lvm-thin-pools', { look: () => Promise.resolve(ok(look)) });
  qubesd.act('admin.vm.Start', 'personal');
  const { inventory } = await read.look();
  const privateOf = (name: string) => {
    const volume = vmIn(inventory, name).volumes.find(({ role }) => role === 'private');
    return [volume?.state.kind === 'present' ? volume.state.usedBytes : null, volume?.isDirty];
  };
  expect(privateOf('personal')).toEqual([mib(9), false]);
  expect(privateOf('vault')).toEqual([mib(4), false]);
  // Halted, with its session still there: nothing is taken from it before that is written back.
  expect(privateOf('work')).toEqual([mib(4), true]);
  const [seenPool, other] = [poolIn(inventory, 'vm-pool'), poolIn(inventory, 'data')];
  if (seenPool === undefined || other === undefined) throw new Error('pools');
  expect([poolHealth(seenPool), poolPressure(seenPool).startGate?.isClosed]).toEqual(['needs-check', true]);
  expect([seenPool.usedBytes, needsDom0(seenPool), needsDom0(other)]).toEqual([gib(1), false, true]);
  expect(inventorySchema.parse(inventory)).toEqual(inventory);
});

test('root in dom0 is not offered the empty revision that an official clone leaves (T5)', async () => {
  const volumes = new Map([
    seen('qubes_dom0/vm-work-private', 4),
    seen('qubes_dom0/vm-work-private-1795433426-back', 0),
    seen('qubes_dom0/vm-vault-private', 4),
    seen('qubes_dom0/vm-vault-private-1795433449-back', 3),
  ]);
  const look = { pools: new Map(), volumes };
  const revisionsSeenBy = async (thin: Parameters<typeof anInventoryOf>[1]) => {
    const { inventory } = await (await anInventoryOf('lvm-thin-pools', thin)).read.look();
    const of = (name: string) => vmIn(inventory, name).volumes.find(({ role }) => role === 'private')?.revisions;
    return ['work', 'vault'].map((name) => of(name)?.map(({ id }) => id));
  };
  expect(await revisionsSeenBy({ look: () => Promise.resolve(ok(look)) })).toEqual([[], ['1795433449-back']]);
  // Nobody else can tell.
  expect(await revisionsSeenBy(null)).toEqual([['1795433426-back'], ['1795433449-back']]);
});

test('without root, what a running VM holds is that of its last stop, and says so', async () => {
  const { qubesd, read } = await anInventoryOf();
  qubesd.act('admin.vm.Start', 'personal');
  const { inventory } = await read.look();
  const isLive = (name: string) => {
    const vm = vmIn(inventory, name);
    return vm.volumes.map((volume) => isUsageLive(vm, volume, poolIn(inventory, volume.pool ?? '')));
  };
  expect([isLive('personal'), isLive('vault')]).toEqual([
    [true, false, true, true],
    [true, true, true, true],
  ]);
});

test('a dom0 whose LVM does not answer shows what qubesd tells, and says why there is no more', async () => {
  const failure = { code: 'report-unreadable', program: 'lvs', detail: 'no JSON' } as const;
  const { read } = await anInventoryOf('lvm-thin-pools', { look: () => Promise.resolve(err(failure)) });
  const { inventory } = await read.look();
  expect(inventory.problems).toEqual([failure]);
  expect(inventory.pools.map((pool) => needsDom0(pool))).toContain(true);
});
