import type { Blocker } from '#shared/domain/blocker.ts';
import type { VmName } from '#shared/domain/ids.ts';
import type { ReportedPool } from '#shared/domain/pool.ts';
import { defaultPoolBlockers, removePoolBlockers } from '#shared/rules/r4-pool-blockers.ts';
import { blockerText } from '#shared/text/blocker-text.ts';
import { poolText } from '#shared/text/pool-text.ts';
import { proposeActions } from '../../bridge/action-requests.ts';
import { Button } from '../../components/Button.tsx';
import { usePools, useVms } from '../../stores/inventory-store.ts';
import styles from './PoolActs.module.css';

interface PoolActsProps {
  readonly pool: ReportedPool;
}

/** Pools are the machine's. */
const dom0 = 'dom0' as VmName;

const firstOf = ([blocker]: readonly Blocker[]): string | null => (blocker === undefined ? null : blockerText(blocker));

/** What R4 can do with a pool as a whole. */
export function PoolActs({ pool }: PoolActsProps) {
  const pools = usePools();
  const vms = useVms();
  const use = pool.driver === 'linux-kernel' ? 'kernel' : 'all';
  const isDefault = pool.defaultFor?.includes(use) ?? false;
  const notDefault: readonly Blocker[] = isDefault
    ? [{ code: 'default-already', pool: pool.name, use }]
    : defaultPoolBlockers(use, pool.id, pools);
  const kept = removePoolBlockers(pool.id, pools, vms);
  return (
    <div className={styles.acts}>
      <Button
        size="small"
        blockedBy={firstOf(notDefault)}
        onClick={() => void proposeActions([{ kind: 'set-default-pool', vm: dom0, use, pool: pool.id }])}
      >
        {poolText.makeDefault}
      </Button>
      <Button
        size="small"
        blockedBy={firstOf(kept)}
        onClick={() => void proposeActions([{ kind: 'remove-pool', vm: dom0, pool: pool.id }])}
      >
        {poolText.remove}
      </Button>
    </div>
  );
}
