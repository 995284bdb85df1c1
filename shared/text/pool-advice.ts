import type { Pool } from '../domain/pool.ts';
import { isThinPool } from '../rules/default-pool.ts';
import type { PoolPressure } from '../rules/pool-pressure.ts';
import { formatFraction } from './format-bytes.ts';

/** What is wrong with a pool, what is safe, and what to do about it; empty while there is room and health. */
export function poolAdvice(pool: Pool, { startGate, level }: PoolPressure): readonly string[] {
  const { name } = pool;
  switch (pool.health) {
    case 'out-of-data':
      return [
        `${name} is full: writes of its VMs fail now. What is written is safe. Shut VMs down, free kept originals, or extend it: lvextend --size +10G ${name}`,
      ];
    case 'read-only':
      return [
        `${name} takes no more writes: its map space is full or damaged. What is written is safe. Extend the map (lvextend --poolmetadatasize +64M ${name}), then have it checked.`,
      ];
    case 'needs-check':
      return [
        `LVM wants the map of ${name} checked before it is used. Shut its VMs down, then: lvchange --activate n ${name} && lvconvert --repair ${name}`,
      ];
    case 'failed':
      return [
        `The kernel has given ${name} up. Do not write to its disks; look at the kernel's log, and have a backup.`,
      ];
    case 'unavailable':
      return [`A disk of ${name} is missing, or it is not active. Its VMs cannot start; connect the disk again.`];
    case 'ok':
    case 'unknown':
      break;
  }
  if (startGate?.isClosed === true) {
    return [
      `LVM makes no new volumes in ${name} any more, so that VMs do not start. Running ones go on. Free kept originals, remove what is not needed, or extend it: lvextend --size +10G ${name}`,
    ];
  }
  if (level === 'ok') return [];
  const gate =
    startGate === null || !isThinPool(pool)
      ? ''
      : ` VMs stop starting at ${formatFraction(startGate.dataFraction)} of data or ${formatFraction(startGate.metadataFraction)} of map space.`;
  return [`${name} is filling up.${gate} Free kept originals, or extend it before that.`];
}
