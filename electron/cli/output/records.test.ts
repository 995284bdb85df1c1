import { expect, test } from 'vitest';
import { bytes, gib, mib } from '#shared/base/bytes.ts';
import { aFilePool, anInventory, aThinPool, aVm, aVolume, vmName } from '#shared/testing/builders.ts';
import { poolRecord } from './pool-record.ts';
import { vmRecords } from './vm-record.ts';

const plain = { isUsageLive: true, revisions: null, isOutdated: false };

test('a VM in `ls --json` has exactly the promised fields', () => {
  const vm = aVm({
    name: vmName('work'),
    autostart: true,
    volumes: [
      aVolume({
        role: 'root',
        state: { kind: 'from-template', template: vmName('fedora-20-x64'), sizeBytes: gib(10) },
      }),
      aVolume({
        role: 'private',
        storage: 'lvm',
        state: { kind: 'present', sizeBytes: gib(2), usedBytes: mib(40), isOpen: false },
      }),
      aVolume({ role: 'volatile', pool: null, state: { kind: 'missing', lookedFor: '/x' } }),
      aVolume({ role: 'kernel', state: { kind: 'inactive', sizeBytes: mib(64) } }),
    ],
  });
  expect(vmRecords(anInventory({ vms: [vm] }))).toEqual([
    {
      name: 'work',
      class: 'AppVM',
      state: 'halted',
      template: 'fedora-20-x64',
      storageType: 'file',
      autostart: true,
      autostartDrift: false,
      rootState: 'at-start',
      volumes: [
        { role: 'root', pool: '/var/lib/qubes', sizeBytes: gib(10), usedBytes: 0, ...plain },
        { role: 'private', pool: 'qubes_dom0/pool0', sizeBytes: gib(2), usedBytes: mib(40), ...plain },
        { role: 'volatile', pool: null, sizeBytes: null, usedBytes: null, ...plain },
        { role: 'kernel', pool: '/var/lib/qubes', sizeBytes: mib(64), usedBytes: null, ...plain },
      ],
    },
  ]);
});

test('a pool in `pools --json` has exactly the promised fields', () => {
  const pool = aThinPool({
    sizeBytes: gib(10),
    usedBytes: gib(9),
    promisedBytes: gib(25),
    metadataSizeBytes: mib(32),
    metadataUsedBytes: mib(3),
  });
  expect(poolRecord(pool)).toEqual({
    name: 'qubes_dom0/pool0',
    defaultFor: null,
    driver: 'lvm_thin',
    sizeBytes: gib(10),
    usedBytes: gib(9),
    health: 'ok',
    metadataSizeBytes: mib(32),
    metadataUsedBytes: mib(3),
    promisedBytes: gib(25),
    includedIn: null,
    orphans: null,
    overcommitRatio: 2.5,
    shortfallBytes: gib(15),
    startGate: { dataFraction: 0.8, metadataFraction: 0.8, isClosed: true },
    level: 'critical',
  });
});

test('a directory of images has no metadata and no gate', () => {
  expect(poolRecord(aFilePool({ sizeBytes: gib(10), usedBytes: bytes(0), promisedBytes: gib(5) }))).toMatchObject({
    driver: 'file',
    metadataSizeBytes: null,
    metadataUsedBytes: null,
    overcommitRatio: 0.5,
    shortfallBytes: 0,
    startGate: null,
  });
});
