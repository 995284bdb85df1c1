import { gib, mib } from '../base/bytes.ts';
import type { PoolId } from '../domain/ids.ts';
import type { ReportedPool } from '../domain/pool.ts';

/** A thin pool as qubesd tells of it. */
export function aReportedPool(facts: Partial<ReportedPool> = {}): ReportedPool {
  return {
    driver: 'lvm_thin',
    id: 'vm-pool' as PoolId,
    name: 'vm-pool',
    sizeBytes: gib(100),
    usedBytes: gib(10),
    promisedBytes: gib(50),
    volumeCount: 12,
    health: 'unknown',
    thin: null,
    metadataSizeBytes: mib(1000),
    metadataUsedBytes: mib(50),
    includedIn: null,
    orphans: [],
    defaultFor: [],
    ...facts,
  };
}
