import { gib } from '../base/bytes.ts';
import type { DeviceList } from '../contract/agent-contract.ts';
import type { CheckReport } from '../domain/check-report.ts';
import type { DeviceOwner } from '../domain/device.ts';
import type { FindingId } from '../domain/ids.ts';
import { aDevice } from './a-device.ts';
import { jobId, timestamp, vmName } from './builders.ts';

const internal = (ident: string, description: string, size: number, owner: DeviceOwner, via: string | null = null) =>
  aDevice({
    ident,
    description,
    sizeBytes: gib(size),
    disk: null,
    fileSystem: null,
    hidden: { owner, via },
  });

export const scenarioDevices: DeviceList = {
  devices: [
    aDevice({ ident: 'sdb', disk: null, fileSystem: null }),
    aDevice(),
    aDevice({
      ident: 'sr0',
      disk: null,
      description: 'DVD-RW',
      sizeBytes: gib(4.1),
      isReadOnly: true,
      fileSystem: { type: 'udf', label: 'FILM' },
      attachedTo: { vm: vmName('work'), frontend: 'xvdi', isReadOnly: true },
    }),
    internal('sda', 'Samsung SSD 870', 931, { code: 'volume-group', vg: 'qubes_dom0' }, 'sda2'),
    internal('sda1', 'partition of sda', 1, { code: 'mounted', mountPoint: '/boot' }),
    internal('dm-3', 'qubes_dom0-work--private', 60, {
      code: 'vm-volume',
      vm: vmName('work'),
      role: 'private',
      path: '/dev/qubes_dom0/work-private',
    }),
    internal('loop4', 'private.img', 2, {
      code: 'vm-volume',
      vm: vmName('netvm'),
      role: 'private',
      path: '/var/lib/qubes/servicevms/netvm/private.img',
    }),
    internal('dm-1', 'qubes_dom0-swap', 8, { code: 'swap' }),
  ],
  problems: [],
};

const found = (id: string, vm: string | null) => ({
  id: id as FindingId,
  vm: vm === null ? null : vmName(vm),
  identity: `identity of ${id}`,
});

export const scenarioReport: CheckReport = {
  takenAt: timestamp('2026-11-23T14:00:00.000Z'),
  findings: [
    {
      ...found('3fa09c1e', 'debian-alone'),
      code: 'volume-missing',
      storage: 'file',
      role: 'root',
      lookedFor: '/var/lib/qubes/appvms/debian-alone/root.img',
      revisionCount: 0,
    },
    {
      ...found('b21d7740', 'fc20-go'),
      code: 'volume-untagged',
      role: 'private',
      path: '/dev/qubes_dom0/fc20-go-private',
    },
    { ...found('77c1e0aa', 'old-shop'), code: 'autostart-link-orphan' },
    {
      ...found('09e4b6d2', 'photos'),
      code: 'orphan-volume',
      role: 'private',
      path: '/dev/qubes_dom0/photos-private',
      sizeBytes: gib(20),
      usedBytes: gib(4.4),
      createdAt: '2026-10-02 11:20:31 +0000',
      isOpen: false,
      isTagged: true,
      isRevision: false,
      candidates: [],
    },
    {
      ...found('51f0aa07', 'win-7'),
      code: 'job-leftover',
      path: '/dev/qubes_dom0/win-7-root.job-1',
      kind: 'volume',
      isOpen: false,
      isCopy: true,
      job: jobId('job-1'),
      jobState: 'undone',
    },
  ],
  busy: [],
  problems: [],
};

export const nothingFound: CheckReport = { ...scenarioReport, findings: [] };
