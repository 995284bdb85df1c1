import { gib } from '../base/bytes.ts';
import { vmLabels, type Vm } from '../domain/vm.ts';
import type { Volume } from '../domain/volume.ts';
import { aRevision } from './a-revision.ts';
import { aVm, aVolume, timestamp, vmName } from './builders.ts';

/** The VMs of the pictures (window-scenarios.ts): a dom0 such as the original's README speaks of. */

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

/** What a VM on LVM has of its private volume after a few sessions. */
const withHistory = (vm: Vm): Vm => ({
  ...vm,
  volumes: vm.volumes.map((volume) =>
    volume.role === 'root'
      ? { ...volume, isOutdated: vm.rootState === 'outdated' }
      : {
          ...volume,
          revisionsToKeep: 3,
          revisions: [
            aRevision({
              id: '4',
              takenAt: timestamp('2026-11-20T18:03:00.000Z'),
              isPinned: true,
              note: 'before the upgrade',
              exclusiveBytes: gib(3),
            }),
            aRevision({ id: '7', takenAt: timestamp('2026-11-21T21:40:00.000Z'), exclusiveBytes: gib(0.4) }),
            aRevision({ id: '8', takenAt: timestamp('2026-11-22T22:10:00.000Z'), exclusiveBytes: gib(1.2) }),
          ],
        },
  ),
});

export const scenarioVms: readonly Vm[] = [
  template('fedora-20-x64', 'file', 7.9, 'black'),
  template('fc20', 'file', 8.1, 'black'),
  template('fc20-go', 'lvm', 8.5, 'green'),
  fromFedora({ name: vmName('netvm'), class: 'NetVM', power: 'running', label: 'red', autostart: true }, 2, 0.2),
  fromFedora(
    { name: vmName('firewallvm'), class: 'ProxyVM', power: 'running', label: 'green', autostart: true },
    2,
    0.2,
  ),
  withHistory(
    fromFedora(
      {
        name: vmName('work'),
        power: 'running',
        label: 'blue',
        storageType: 'lvm',
        autostart: true,
        rootState: 'outdated',
      },
      60,
      41,
    ),
  ),
  withHistory(
    fromFedora(
      {
        name: vmName('personal'),
        label: 'yellow',
        autostart: true,
        hasAutostartLink: false,
        storageType: 'lvm',
        kept: [keptImage('appvms/personal', 'private', 40, 12.1)],
      },
      40,
      12.4,
    ),
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

export const manyVms: readonly Vm[] = Array.from({ length: 1000 }, (_, index) =>
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
