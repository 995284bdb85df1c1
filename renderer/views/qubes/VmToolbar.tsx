import type { Ref } from 'react';
import type { VmClass } from '#shared/domain/vm.ts';
import { classNames } from '#shared/text/vm-text.ts';
import { connectionText, qubesText } from '#shared/text/window-text.ts';
import { newVm } from '../../bridge/action-requests.ts';
import { Button } from '../../components/Button.tsx';
import { Choice } from '../../components/Choice.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { useIsConnected } from '../../stores/connection-store.ts';
import { usePools, useVms } from '../../stores/inventory-store.ts';
import { powerFilters, setVmFilter, storageFilters, useVmFilter } from '../../stores/vm-filter-store.ts';
import { ViewMenu } from './ViewMenu.tsx';
import styles from './VmToolbar.module.css';

interface VmToolbarProps {
  readonly searchRef: Ref<HTMLInputElement>;
  readonly shownCount: number;
  readonly allCount: number;
  readonly internalCount: number;
  readonly onLeaveSearch: () => void;
}

export function VmToolbar({ searchRef, shownCount, allCount, internalCount, onLeaveSearch }: VmToolbarProps) {
  const { search, storage, power, pool, vmClass } = useVmFilter();
  const pools = usePools();
  const classes = [...new Set(useVms().map((vm) => vm.class))].sort();
  const isConnected = useIsConnected();
  return (
    <div className={styles.toolbar} role="search">
      <SearchField
        name={qubesText.search}
        hint={qubesText.searchHint}
        value={search}
        inputRef={searchRef}
        onChange={(text) => setVmFilter({ search: text })}
        onLeave={onLeaveSearch}
      />
      <Choice
        label={qubesText.storageFilter}
        options={storageFilters}
        names={qubesText.storageFilters}
        value={storage}
        onChange={(chosen) => setVmFilter({ storage: chosen })}
      />
      <Choice
        label={qubesText.powerFilter}
        options={powerFilters}
        names={qubesText.powerFilters}
        value={power}
        onChange={(chosen) => setVmFilter({ power: chosen })}
      />
      <Choice<string>
        label={qubesText.poolFilter}
        options={['any', ...pools.map(({ id }) => id)]}
        names={{ any: qubesText.any, ...Object.fromEntries(pools.map(({ id, name }) => [id, name])) }}
        value={pool}
        onChange={(chosen) => setVmFilter({ pool: chosen })}
      />
      <Choice<VmClass | 'any'>
        label={qubesText.classFilter}
        options={['any', ...classes]}
        names={{ any: qubesText.any, ...classNames }}
        value={vmClass}
        onChange={(chosen) => setVmFilter({ vmClass: chosen })}
      />
      <p className={styles.count} role="status">
        {qubesText.shown(shownCount, allCount)}
      </p>
      <ViewMenu internalCount={internalCount} />
      <Button blockedBy={isConnected ? null : connectionText.notConnected} onClick={newVm}>
        {qubesText.newVm}
      </Button>
    </div>
  );
}
