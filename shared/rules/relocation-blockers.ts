import { bytes, sumBytes, type Bytes } from '../base/bytes.ts';
import type { Blocker } from '../domain/blocker.ts';
import type { VmName } from '../domain/ids.ts';
import type { Job } from '../domain/job.ts';
import type { Pool } from '../domain/pool.ts';
import type { QubeRecord, Reference } from '../domain/relocation.ts';
import { volumeRoles } from '../domain/volume.ts';
import type { PowerState, Vm } from '../domain/vm.ts';
import { freeBytesOf } from './free-bytes.ts';
import { inUseBlockers } from './in-use-blockers.ts';

/** Drivers of other people's volumes (facts §3.2). */
const driversWithoutVolumes: readonly string[] = ['linux-kernel'];
/** What is in a pool need not be told to the byte, and a pool that is nearly full stops VMs from starting (facts §4.4). */
const reserveFactor = 1.05;
const gate = { data: 0.9, metadata: 0.8 } as const;
/** qubesd hangs up on more (facts T11); the call's own words are part of it. */
const longestCarriedBytes = 65_000;

/** Why an R4 qube may not be moved to any pool now, as far as the inventory tells. */
export function unmovableBlockers(vm: Vm, jobs: Iterable<Job>): readonly Blocker[] {
  if (vm.class === 'AdminVM' || vm.class === 'RemoteVM' || vm.class === 'DispVM') {
    return [{ code: 'class-not-movable', vm: vm.name, class: vm.class }];
  }
  return inUseBlockers(vm, jobs);
}

/** Why it may not be moved to this one. */
export function relocationBlockers(vm: Vm, pool: Pool | undefined, jobs: Iterable<Job>): readonly Blocker[] {
  const unmovable = unmovableBlockers(vm, jobs);
  if (unmovable.some(({ code }) => code === 'class-not-movable')) return unmovable;
  if (pool === undefined) return [...unmovable, { code: 'pool-needed' }];
  const { name, driver } = pool;
  return mayHoldVolumes(pool) ? unmovable : [...unmovable, { code: 'pool-holds-no-volumes', pool: name, driver }];
}

export const mayHoldVolumes = ({ driver }: Pool): boolean => !driversWithoutVolumes.includes(driver);

/** What the record of it and its references say beside that. */
export function recordBlockers(
  vm: VmName,
  pool: Pool,
  { record, references }: { readonly record: QubeRecord; readonly references: readonly Reference[] },
  powers: ReadonlyMap<VmName, PowerState>,
): readonly Blocker[] {
  const isThere = record.volumes.every((volume) => volume.pool === pool.name);
  return [
    ...(isThere ? [{ code: 'already-in-pool', vm, pool: pool.name } as const] : []),
    ...carriedBlockers(vm, record),
    ...referrerBlockers(vm, references, powers),
  ];
}

/** What another one cannot be given. */
export function carriedBlockers(vm: VmName, record: QubeRecord): readonly Blocker[] {
  const unknown = record.volumes.filter(({ name, isKept }) => isKept && !volumeRoles.some((role) => role === name));
  return [
    ...unknown.map(({ name }) => ({ code: 'volume-not-carried', vm, volume: name }) as const),
    ...(['notes', 'firewall'] as const)
      .filter((what) => utf8Bytes(record[what]) > longestCarriedBytes)
      .map((what) => ({ code: 'too-long-to-carry', vm, what }) as const),
  ];
}

const utf8Bytes = (text: string): number =>
  Array.from(text, (character) => character.codePointAt(0) ?? 0).reduce((sum, code) => {
    return sum + (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_00_00 ? 3 : 4);
  }, 0);

/** Who names it must be able to be told of another one. */
export const referrerBlockers = (
  vm: VmName,
  references: readonly Reference[],
  powers: ReadonlyMap<VmName, PowerState>,
): readonly Blocker[] => references.flatMap((reference) => runningReferrer(vm, reference, powers));

/** What a running VM may be given another one of. */
const changeableWhileRunning = /^(default|management)_dispvm$/;

function runningReferrer(
  vm: VmName,
  reference: Reference,
  powers: ReadonlyMap<VmName, PowerState>,
): readonly Blocker[] {
  if (reference.kind === 'global') return [];
  const { vm: referrer } = reference;
  const isRunning = (powers.get(referrer) ?? 'unknown') !== 'halted';
  const property = reference.kind === 'property' ? reference.property : `${reference.assignment.class} backend`;
  const isFixed = reference.kind === 'device' || !changeableWhileRunning.test(property);
  // dom0 always runs, and takes no devices from itself while it does.
  return isRunning && isFixed ? [{ code: 'referrer-running', vm, referrer, property }] : [];
}

/** Whether what moves has room: twice where the second copy of it is a copy too. */
export function roomBlockers(
  pool: Pool,
  volumes: readonly { readonly usedBytes: Bytes }[],
  copies: 1 | 2,
): readonly Blocker[] {
  const { sizeBytes, usedBytes } = pool;
  if (sizeBytes === null || usedBytes === null) return [{ code: 'pool-not-measured', pool: pool.name }];
  const neededBytes = bytes(Math.ceil(sumBytes(volumes.map((volume) => volume.usedBytes)) * reserveFactor * copies));
  const freeBytes = freeBytesOf(pool);
  if (neededBytes > freeBytes) return [{ code: 'pool-too-small', pool: pool.name, neededBytes, freeBytes }];
  const fractions = {
    data: (usedBytes + neededBytes) / sizeBytes,
    metadata: metadataFraction(pool),
  };
  return (['data', 'metadata'] as const)
    .filter((part) => fractions[part] > gate[part])
    .map((part) => ({
      code: 'pool-past-gate',
      pool: pool.name,
      part,
      afterFraction: fractions[part],
      gateFraction: gate[part],
    }));
}

const metadataFraction = (pool: Pool): number =>
  'metadataSizeBytes' in pool && pool.metadataSizeBytes !== null && pool.metadataUsedBytes !== null
    ? pool.metadataUsedBytes / Math.max(1, pool.metadataSizeBytes)
    : 0;
