import { sumBytes } from '#shared/base/bytes.ts';
import type { PoolId } from '#shared/domain/ids.ts';
import type { StorageType } from '#shared/domain/volume.ts';
import type { Vm } from '#shared/domain/vm.ts';
import { migrationBlockersOn, migrationOn } from '#shared/rules/migration-on.ts';
import { mayHoldVolumes } from '#shared/rules/relocation-blockers.ts';
import { connectionText, qubesText } from '#shared/text/window-text.ts';
import { proposeActions, proposeMigrations } from '../../bridge/action-requests.ts';
import { Button } from '../../components/Button.tsx';
import { Menu, MenuAct } from '../../components/Menu.tsx';
import { useIsConnected, useSystem } from '../../stores/connection-store.ts';
import { usePools } from '../../stores/inventory-store.ts';
import { useJobs } from '../../stores/jobs-store.ts';
import { clearSelection } from '../../stores/selection-store.ts';
import { heldBy } from './vm-figures.ts';
import styles from './SelectionBar.module.css';

interface SelectionBarProps {
  /** Those that are selected and shown: nothing is done to what cannot be seen. */
  readonly vms: readonly Vm[];
}

export function SelectionBar({ vms }: SelectionBarProps) {
  const jobs = useJobs();
  const isConnected = useIsConnected();
  const text = qubesText.selection(vms.length, sumBytes(vms.flatMap((vm) => heldBy(vm) ?? [])));
  const system = useSystem();
  const pools = usePools().filter(mayHoldVolumes);
  const isAnyFree = vms.some((vm) => migrationBlockersOn(system, vm, 'lvm', jobs).length === 0);
  const blockedBy = !isConnected ? connectionText.notConnected : isAnyFree ? null : qubesText.nothingToMigrate;
  const names = vms.map((vm) => vm.name);
  const migrate = (to: StorageType) => void proposeMigrations(vms.map((vm) => migrationOn(system, vm, to)));
  const moveTo = (pool: PoolId) => void proposeMigrations(names.map((vm) => ({ kind: 'migrate', vm, pool })));
  const setAutostart = (isOn: boolean) => void proposeActions(names.map((vm) => ({ kind: 'set-autostart', vm, isOn })));
  return (
    <div className={styles.bar} role="region" aria-label={text.count}>
      <p className={styles.text} role="status">
        <strong>{text.count}</strong> · {text.size}
        {blockedBy !== null && <> · {blockedBy}</>}
      </p>
      <Button tone="quiet" onClick={clearSelection}>
        {qubesText.clearSelection}
      </Button>
      {isConnected && (
        <Menu label={qubesText.more}>
          {system === 'admin' ? null : (
            <MenuAct text={qubesText.migrateSelectedBack} onSelect={() => migrate('file')} />
          )}
          <MenuAct text={qubesText.autobootSelected} onSelect={() => setAutostart(true)} />
          <MenuAct text={qubesText.noAutobootSelected} onSelect={() => setAutostart(false)} />
          <MenuAct
            text={qubesText.freeSelected}
            onSelect={() => void proposeActions(names.map((vm) => ({ kind: 'free-kept', vm })))}
          />
          <MenuAct
            text={qubesText.removeSelected}
            onSelect={() => void proposeActions(names.map((vm) => ({ kind: 'remove', vm, keepsFiles: false })))}
          />
        </Menu>
      )}
      {system === 'admin' && isConnected ? (
        <Menu label={qubesText.migrateSelected(system)}>
          {pools.map(({ id, name }) => (
            <MenuAct key={id} text={qubesText.migrateTo(name)} onSelect={() => moveTo(id)} />
          ))}
        </Menu>
      ) : (
        <Button tone="primary" blockedBy={blockedBy} onClick={() => migrate('lvm')}>
          {qubesText.migrateSelected(system)}
        </Button>
      )}
    </div>
  );
}
