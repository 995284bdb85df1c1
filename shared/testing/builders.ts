import { bytes, gib, mib, type Bytes } from '../base/bytes.ts';
import type { Snapshot } from '../contract/agent-contract.ts';
import type { Fingerprint, JobId, PoolId, Timestamp, VmName } from '../domain/ids.ts';
import type { Inventory } from '../domain/inventory.ts';
import type { Job, JobLogEntry, JobProgress } from '../domain/job.ts';
import type { Plan, PlannedVolume } from '../domain/plan.ts';
import type { Pool, ThinPool } from '../domain/pool.ts';
import type { Vm } from '../domain/vm.ts';
import type { Volume, VolumeRole } from '../domain/volume.ts';
import { aPoolEffect } from './a-pool-effect.ts';
import { withoutHistory } from './a-revision.ts';

/** Each builder makes something ordinary; a test names only the facts it is about. */

export const vmName = (name: string): VmName => name as VmName;
export const jobId = (id: string): JobId => id as JobId;
export const timestamp = (iso: string): Timestamp => iso as Timestamp;

export const thinPoolId = 'pool-uuid' as PoolId;
export const filePoolId = 'file:/var/lib/qubes' as PoolId;

export function aThinPool(facts: Partial<ThinPool> = {}): ThinPool {
  return {
    driver: 'lvm_thin',
    id: thinPoolId,
    name: 'qubes_dom0/pool0',
    sizeBytes: gib(453),
    usedBytes: gib(321),
    promisedBytes: gib(1086),
    volumeCount: 24,
    health: 'ok',
    metadataSizeBytes: mib(112),
    metadataUsedBytes: mib(61),
    chunkBytes: bytes(64 * 1024),
    extentBytes: mib(4),
    volumeGroupFreeBytes: bytes(0),
    autoextendThresholdFraction: 0.8,
    ...facts,
  };
}

export function aFilePool(facts: Partial<Pool> = {}): Pool {
  return {
    driver: 'file',
    id: filePoolId,
    name: '/var/lib/qubes',
    sizeBytes: gib(453),
    usedBytes: gib(172),
    promisedBytes: gib(94),
    volumeCount: 12,
    health: 'ok',
    ...facts,
  } as Pool;
}

export function aVolume(facts: Partial<Volume> = {}): Volume {
  const storage = facts.storage ?? 'file';
  return {
    role: 'private',
    storage,
    pool: storage === 'lvm' ? thinPoolId : filePoolId,
    state: { kind: 'present', sizeBytes: gib(2), usedBytes: gib(0.2), isOpen: false },
    ...withoutHistory,
    ...facts,
  };
}

/** A halted AppVM on image files. Its root is its template's, as long as it has one. */
export function aVm(facts: Partial<Vm> = {}): Vm {
  const template = facts.template === undefined ? vmName('fedora-20-x64') : facts.template;
  const storage = facts.storageType ?? 'file';
  const root =
    template === null
      ? aVolume({
          role: 'root',
          storage,
          state: { kind: 'present', sizeBytes: gib(10), usedBytes: gib(8), isOpen: false },
        })
      : aVolume({ role: 'root', storage, state: { kind: 'from-template', template, sizeBytes: gib(10) } });
  return {
    name: vmName('work'),
    class: template === null ? 'TemplateVM' : 'AppVM',
    power: 'halted',
    label: 'green',
    template,
    storageType: storage,
    autostart: false,
    hasAutostartLink: facts.autostart ?? false,
    isInternal: false,
    rootState: template === null ? 'own' : 'at-start',
    volumes: [root, aVolume({ storage })],
    kept: [],
    notPermitted: [],
    ...facts,
  };
}

export function anInventory(facts: Partial<Inventory> = {}): Inventory {
  return {
    takenAt: timestamp('2026-11-23T14:00:00.000Z'),
    vms: [aVm()],
    pools: [aThinPool(), aFilePool()],
    problems: [],
    ...facts,
  };
}

export function aPlannedVolume(
  vm: string,
  role: VolumeRole,
  dataBytes: Bytes,
  sizeBytes: Bytes = gib(10),
): PlannedVolume {
  return {
    role,
    by: 'copy',
    source: { vm: vmName(vm), vmDir: `/var/lib/qubes/appvms/${vm}` },
    from: 'file',
    to: 'lvm',
    toPool: thinPoolId,
    toPoolName: 'qubes_dom0/pool0',
    sourcePath: `/var/lib/qubes/appvms/${vm}/${role}.img`,
    targetPath: `/dev/qubes_dom0/${vm}-${role}`,
    sizeBytes,
    targetSizeBytes: sizeBytes,
    dataBytes,
    sourceIdentity: '2049:131:10737418240:1795441234',
    sourceRevision: null,
  };
}

export function aPlan(facts: Partial<Plan> = {}): Plan {
  const vm = facts.vm ?? vmName('work');
  const copyBytes = facts.copyBytes ?? gib(6.2);
  return {
    action: { kind: 'migrate', vm, to: 'lvm' },
    vm,
    vmDir: `/var/lib/qubes/appvms/${vm}`,
    makes: null,
    holds: [vm],
    fresh: [],
    fingerprint: `fingerprint of ${vm}` as Fingerprint,
    volumes: [aPlannedVolume(vm, 'private', copyBytes)],
    steps: [
      { name: 'check-registry', phase: 'check', role: null, bytes: null, command: null },
      { name: 'create-target', phase: 'reserve', role: 'private', bytes: null, command: `lvcreate … ${vm}-private` },
      { name: 'copy-blocks', phase: 'copy', role: 'private', bytes: copyBytes, command: null },
      { name: 'compare-blocks', phase: 'verify', role: 'private', bytes: copyBytes, command: null },
      { name: 'write-registry', phase: 'switch', role: null, bytes: null, command: null },
      { name: 'keep-original', phase: 'keep', role: 'private', bytes: null, command: null },
    ],
    removes: [],
    restores: [],
    grows: [],
    findings: [],
    revert: null,
    removesFolders: [],
    renames: [],
    relocation: null,
    copyBytes,
    freedBytes: bytes(0),
    estimatedSeconds: 42,
    poolEffect: aPoolEffect(),
    notes: [{ code: 'originals-kept', bytes: copyBytes }],
    ...facts,
  };
}

export function aProgress(facts: Partial<JobProgress> = {}): JobProgress {
  return {
    phase: 'copy',
    role: 'private',
    doneBytes: gib(3.8),
    totalBytes: gib(6.2),
    bytesPerSecond: mib(312),
    secondsLeft: 28,
    ...facts,
  };
}

export const aLogEntry = (facts: Partial<JobLogEntry> = {}): JobLogEntry => ({
  at: timestamp('2026-11-23T14:00:01.000Z'),
  step: 'check-registry',
  command: null,
  durationMs: 40,
  outcome: 'done',
  detail: null,
  ...facts,
});

type JobIn<State extends Job['state']> = Extract<Job, { readonly state: State }>;

const everyJob = (plan: Plan) => ({
  id: jobId(`job-${plan.vm}`),
  plan,
  createdAt: timestamp('2026-11-23T14:00:00.000Z'),
  log: [],
  results: [],
});

export const aRunningJob = (facts: Partial<JobIn<'running'>> = {}): JobIn<'running'> => ({
  ...everyJob(facts.plan ?? aPlan()),
  state: 'running',
  startedAt: timestamp('2026-11-23T14:00:00.000Z'),
  progress: aProgress(),
  isCancellable: true,
  ...facts,
});

export const aQueuedJob = (facts: Partial<JobIn<'queued'>> = {}): JobIn<'queued'> => ({
  ...everyJob(facts.plan ?? aPlan()),
  state: 'queued',
  ...facts,
});

export const aSucceededJob = (facts: Partial<JobIn<'succeeded'>> = {}): JobIn<'succeeded'> => ({
  ...everyJob(facts.plan ?? aPlan()),
  state: 'succeeded',
  endedAt: timestamp('2026-11-23T14:00:42.000Z'),
  ...facts,
});

export const aFailedJob = (facts: Partial<JobIn<'failed'>> = {}): JobIn<'failed'> => ({
  ...everyJob(facts.plan ?? aPlan()),
  state: 'failed',
  endedAt: timestamp('2026-11-23T14:00:42.000Z'),
  failure: { code: 'verify-mismatch', path: '/dev/qubes_dom0/work-private', atByte: 81920 },
  leftovers: [],
  ...facts,
});

export const anInterruptedJob = (facts: Partial<JobIn<'interrupted'>> = {}): JobIn<'interrupted'> => ({
  ...everyJob(facts.plan ?? aPlan()),
  state: 'interrupted',
  phase: 'copy',
  canDiscard: true,
  failure: null,
  ...facts,
});

export const aSnapshot = (facts: Partial<Snapshot> = {}): Snapshot => ({
  protocol: 1,
  agent: { version: '0.1.0', hostName: 'dom0', processId: 412 },
  sequence: 0,
  inventory: anInventory(),
  jobs: [],
  ...facts,
});
