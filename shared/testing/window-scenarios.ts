import { bytes, gib, mib, sumBytes } from '../base/bytes.ts';
import { ok } from '../base/result.ts';
import type { PlanAnswer } from '../contract/agent-contract.ts';
import type { WindowState } from '../contract/window-contract.ts';
import type { ActionOf } from '../domain/action.ts';
import type { VmName } from '../domain/ids.ts';
import { defaultPreferences } from '../domain/preferences.ts';
import { vmLabels, type Vm } from '../domain/vm.ts';
import type { Volume } from '../domain/volume.ts';
import {
  aFailedJob,
  aFilePool,
  aLogEntry,
  anInterruptedJob,
  anInventory,
  aPlan,
  aPlannedVolume,
  aPoolEffect,
  aProgress,
  aQueuedJob,
  aRunningJob,
  aSnapshot,
  aSucceededJob,
  aThinPool,
  aVm,
  aVolume,
  jobId,
  timestamp,
  vmName,
} from './builders.ts';
import { FakeWindowApi } from './fake-window-api.ts';

/** What the window is looked at with (scripts/preview-window.mjs): a dom0 such as the original's README speaks of. */

const own = (role: Volume['role'], storage: Volume['storage'], limit: number, held: number, isOpen = false): Volume =>
  aVolume({ role, storage, state: { kind: 'present', sizeBytes: gib(limit), usedBytes: gib(held), isOpen } });

const keptImage = (dir: string, role: Volume['role'], limit: number, held: number): Vm['kept'][number] => ({
  role,
  storage: 'file',
  path: `/var/lib/qubes/${dir}/${role}.img`,
  sizeBytes: gib(limit),
  usedBytes: gib(held),
  isOpen: false,
});

const template = (name: string, storageType: Volume['storage'], held: number, label: Vm['label']): Vm =>
  aVm({
    name: vmName(name),
    class: 'TemplateVM',
    template: null,
    storageType,
    label,
    kept:
      storageType === 'lvm'
        ? [keptImage(`vm-templates/${name}`, 'root', 10, held), keptImage(`vm-templates/${name}`, 'private', 2, 0.1)]
        : [],
    volumes: [own('root', storageType, 10, held), own('private', storageType, 2, 0.1)],
  });

const fromFedora = (facts: Partial<Vm>, limit: number, held: number): Vm => {
  const storage = facts.storageType ?? 'file';
  const vm = aVm(facts);
  const root = vm.volumes.filter((volume) => volume.role === 'root');
  return { ...vm, volumes: [...root, own('private', storage, limit, held, vm.power === 'running')] };
};

const vms: readonly Vm[] = [
  template('fedora-20-x64', 'file', 7.9, 'black'),
  template('fc20', 'file', 8.1, 'black'),
  template('fc20-go', 'lvm', 8.5, 'green'),
  fromFedora({ name: vmName('netvm'), class: 'NetVM', power: 'running', label: 'red', autostart: true }, 2, 0.2),
  fromFedora(
    { name: vmName('firewallvm'), class: 'ProxyVM', power: 'running', label: 'green', autostart: true },
    2,
    0.2,
  ),
  fromFedora({ name: vmName('work'), power: 'running', label: 'blue', storageType: 'lvm', autostart: true }, 60, 41),
  fromFedora(
    {
      name: vmName('personal'),
      label: 'yellow',
      storageType: 'lvm',
      kept: [keptImage('appvms/personal', 'private', 40, 12.1)],
    },
    40,
    12.4,
  ),
  fromFedora({ name: vmName('old-mail'), label: 'yellow' }, 10, 6.2),
  fromFedora({ name: vmName('untrusted'), label: 'red' }, 20, 3.3),
  fromFedora({ name: vmName('vault'), label: 'gray', power: 'unknown' }, 5, 0.7),
  fromFedora({ name: vmName('a-very-long-name-for-a-qube'), label: 'orange', power: 'paused' }, 5, 0.7),
  aVm({
    name: vmName('win-7'),
    class: 'HVM',
    template: null,
    label: 'purple',
    volumes: [own('root', 'file', 60, 31.5), own('private', 'file', 2, 0)],
  }),
  aVm({
    name: vmName('debian-alone'),
    class: 'StandaloneVM',
    template: null,
    label: 'orange',
    volumes: [
      aVolume({ role: 'root', state: { kind: 'missing', lookedFor: '/var/lib/qubes/appvms/debian-alone/root.img' } }),
      own('private', 'file', 2, 0.3),
    ],
  }),
  fromFedora({ name: vmName('fedora-20-x64-dvm'), label: 'gray', isInternal: true }, 2, 0.1),
];

const manyVms: readonly Vm[] = Array.from({ length: 1000 }, (_, index) =>
  fromFedora(
    {
      name: vmName(`qube-${String(index).padStart(4, '0')}`),
      label: vmLabels[index % vmLabels.length] ?? 'red',
      storageType: index % 3 === 0 ? 'lvm' : 'file',
      power: index % 7 === 0 ? 'running' : 'halted',
    },
    2 + (index % 40),
    ((index * 7) % 20) / 10,
  ),
);

const planFor = (vm: VmName): PlanAnswer => {
  switch (vm) {
    case 'vault':
    case 'netvm':
      return { outcome: 'refused', blockers: [{ code: 'vm-not-halted', vm, power: 'running' }] };
    case 'debian-alone':
      return {
        outcome: 'refused',
        blockers: [
          { code: 'image-missing', vm, role: 'root', lookedFor: '/var/lib/qubes/appvms/debian-alone/root.img' },
          { code: 'pool-too-small', pool: 'qubes_dom0/pool0', neededBytes: gib(180), freeBytes: gib(131) },
        ],
      };
    case 'win-7':
      return {
        outcome: 'plan',
        plan: aPlan({
          vm,
          copyBytes: gib(31.5),
          estimatedSeconds: 120,
          volumes: [aPlannedVolume(vm, 'root', gib(31.5), gib(60)), aPlannedVolume(vm, 'private', bytes(0), gib(2))],
          poolEffect: aPoolEffect({
            dataFraction: { before: 0.709, after: 0.778 },
            overcommitRatio: { before: 2.4, after: 2.53 },
            bytesToGate: gib(9),
          }),
          notes: [
            { code: 'near-gate', pool: 'qubes_dom0/pool0', bytesToGate: gib(9) },
            { code: 'originals-kept', bytes: gib(31.5) },
          ],
        }),
      };
    case 'fc20':
      return {
        outcome: 'plan',
        plan: aPlan({
          vm,
          copyBytes: gib(8.1),
          volumes: [aPlannedVolume(vm, 'root', gib(8)), aPlannedVolume(vm, 'private', gib(0.1), gib(2))],
          notes: [
            {
              code: 'children-keep-files',
              children: ['mail', 'web', 'dev', 'chat', 'music'].map(vmName),
            },
            { code: 'originals-kept', bytes: gib(8.1) },
          ],
        }),
      };
    default:
      return { outcome: 'plan', plan: aPlan({ vm }) };
  }
};

/** What is kept of a VM is all that such a plan is about. */
function freeingOf(action: ActionOf<'free-kept'>): PlanAnswer {
  const kept = vms.find(({ name }) => name === action.vm)?.kept ?? [];
  const removes = kept.map(({ role, storage, path, usedBytes }) => ({
    role,
    storage,
    path,
    usedBytes,
    identity: path,
  }));
  const freedBytes = sumBytes(removes.map(({ usedBytes }) => usedBytes));
  const nothing = { volumes: [], copyBytes: bytes(0), estimatedSeconds: 0, poolEffect: null, notes: [] };
  const steps = [{ name: 'free', phase: 'free', role: null, bytes: null, command: null } as const];
  return { outcome: 'plan', plan: aPlan({ ...nothing, vm: action.vm, action, removes, freedBytes, steps }) };
}

const jobs = [
  aRunningJob({ plan: aPlan({ vm: vmName('old-mail') }), createdAt: timestamp('2026-11-23T14:05:00.000Z') }),
  aQueuedJob({ plan: aPlan({ vm: vmName('untrusted') }), createdAt: timestamp('2026-11-23T14:06:00.000Z') }),
];

const history = [
  anInterruptedJob({ plan: aPlan({ vm: vmName('fc20') }), createdAt: timestamp('2026-11-23T13:40:00.000Z') }),
  aFailedJob({
    id: jobId('job-failed'),
    plan: aPlan({ vm: vmName('win-7') }),
    createdAt: timestamp('2026-11-23T13:30:00.000Z'),
    leftovers: [{ code: 'volume-in-use', volume: 'qubes_dom0/win-7-root.qsm' }],
    log: [
      aLogEntry({ step: 'check-registry' }),
      aLogEntry({
        step: 'create-target',
        command: '/usr/sbin/lvcreate --thin --virtualsize=64424509440b --name=win-7-root -- qubes_dom0/pool0',
        durationMs: 380,
      }),
      aLogEntry({ step: 'compare-blocks', outcome: 'failed', durationMs: 21000, detail: 'differs at byte 81920' }),
    ],
  }),
  aSucceededJob({ plan: aPlan({ vm: vmName('personal') }), createdAt: timestamp('2026-11-23T13:20:00.000Z') }),
];

const inventory = anInventory({ vms });
const ready: WindowState = {
  connection: { state: 'ready', system: 'sandbox' },
  snapshot: aSnapshot({ inventory }),
  preferences: defaultPreferences,
};

const states = {
  calm: ready,
  busy: { ...ready, snapshot: aSnapshot({ inventory, jobs: [...jobs, ...history] }) },
  many: { ...ready, snapshot: aSnapshot({ inventory: anInventory({ vms: manyVms }) }) },
  empty: { ...ready, snapshot: aSnapshot({ inventory: anInventory({ vms: [] }) }) },
  full: {
    ...ready,
    snapshot: aSnapshot({
      inventory: {
        ...inventory,
        pools: [
          aThinPool({ usedBytes: gib(400), metadataUsedBytes: mib(100) }),
          aFilePool({ usedBytes: gib(420) }),
          aThinPool({
            id: 'hdd' as never,
            name: 'vg_hdd/pool-with-a-long-name',
            health: 'read-only',
            promisedBytes: gib(400),
          }),
        ],
        problems: [{ code: 'registry-locked', path: '/var/lib/qubes/qubes.xml' }],
      },
    }),
  },
  connecting: {
    ...ready,
    connection: { state: 'connecting', system: 'sandbox', stage: 'Making the image files of fedora-20-x64' },
    snapshot: null,
  },
  unreachable: {
    ...ready,
    connection: {
      state: 'lost',
      system: 'sandbox',
      failure: { code: 'programs-missing', programs: ['linux.uml'], packages: ['user-mode-linux'] },
      isRetrying: false,
    },
    snapshot: null,
  },
  lost: {
    ...ready,
    connection: { state: 'lost', system: 'sandbox', failure: { code: 'agent-gone' }, isRetrying: true },
  },
} satisfies Readonly<Record<string, WindowState>>;

export type WindowScenario = keyof typeof states;

export const fakeWindow = (scenario: WindowScenario): FakeWindowApi =>
  new FakeWindowApi({
    'window.state': () => ok(states[scenario]),
    'plan.make': ({ action }) =>
      ok(action.kind === 'free-kept' ? freeingOf(action) : planFor(vmName(String(action.vm)))),
    'plan.start': ({ action }) =>
      ok(aRunningJob({ plan: aPlan({ vm: vmName(String(action.vm)) }), progress: aProgress() })),
  });
