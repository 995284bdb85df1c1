import type { Blocker } from '#shared/domain/blocker.ts';
import type { Vm } from '#shared/domain/vm.ts';
import { freeKeptBlockers } from '#shared/rules/free-kept-blockers.ts';
import { restoreKeptBlockers } from '#shared/rules/restore-kept-blockers.ts';
import { blockerText } from '#shared/text/blocker-text.ts';
import { formatBytes } from '#shared/text/format-bytes.ts';
import { keptText } from '#shared/text/kept-text.ts';
import { connectionText } from '#shared/text/window-text.ts';
import { proposeActions } from '../../bridge/action-requests.ts';
import { Button } from '../../components/Button.tsx';
import { useIsConnected } from '../../stores/connection-store.ts';
import { usePools, useVms } from '../../stores/inventory-store.ts';
import { useJobsOn } from '../../stores/jobs-store.ts';
import styles from './KeptView.module.css';

interface KeptRowsProps {
  readonly vm: Vm;
}

/** A group of rows for one VM; what is kept of it is freed together. */
export function KeptRows({ vm }: KeptRowsProps) {
  const isConnected = useIsConnected();
  const vms = useVms();
  const pools = usePools();
  const jobs = useJobsOn(vm.name);
  const blockText = (blockers: readonly Blocker[]) =>
    isConnected ? blockers.map(blockerText).join('\n') || null : connectionText.notConnected;
  return (
    <tbody>
      {vm.kept.map(({ role, path, sizeBytes, usedBytes }, index) => (
        <tr key={role}>
          {index === 0 && (
            <th scope="rowgroup" rowSpan={vm.kept.length}>
              {vm.name}
            </th>
          )}
          <td>{role}</td>
          <td className={styles.path}>{path}</td>
          <td data-number="true">{formatBytes(sizeBytes)}</td>
          <td data-number="true">{formatBytes(usedBytes)}</td>
          {index === 0 && (
            <td rowSpan={vm.kept.length} className={styles.act}>
              <span className={styles.acts}>
                <Button
                  size="small"
                  blockedBy={blockText(restoreKeptBlockers(vm, { vms }, jobs))}
                  aria-label={keptText.restoreNamed(vm.name)}
                  onClick={() => void proposeActions([{ kind: 'restore-kept', vm: vm.name }])}
                >
                  {keptText.restore}
                </Button>
                <Button
                  size="small"
                  blockedBy={blockText(freeKeptBlockers(vm, { vms, pools }, jobs))}
                  aria-label={keptText.freeNamed(vm.name)}
                  onClick={() => void proposeActions([{ kind: 'free-kept', vm: vm.name }])}
                >
                  {keptText.free}
                </Button>
              </span>
            </td>
          )}
        </tr>
      ))}
    </tbody>
  );
}
