import type { Ref } from 'react';
import type { VmName } from '#shared/domain/ids.ts';
import { connectionText, qubesText } from '#shared/text/window-text.ts';
import { fillInAction } from '../../bridge/action-requests.ts';
import { changePreferences } from '../../bridge/preference-requests.ts';
import { Button } from '../../components/Button.tsx';
import { Choice } from '../../components/Choice.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { useIsConnected } from '../../stores/connection-store.ts';
import { usePreferences } from '../../stores/preferences-store.ts';
import { powerFilters, setVmFilter, storageFilters, useVmFilter } from '../../stores/vm-filter-store.ts';
import styles from './VmToolbar.module.css';

interface VmToolbarProps {
  readonly searchRef: Ref<HTMLInputElement>;
  readonly shownCount: number;
  readonly allCount: number;
  readonly internalCount: number;
  readonly onLeaveSearch: () => void;
}

export function VmToolbar({ searchRef, shownCount, allCount, internalCount, onLeaveSearch }: VmToolbarProps) {
  const { search, storage, power } = useVmFilter();
  const isConnected = useIsConnected();
  const showInternal = usePreferences((state) => state.showInternalVms);
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
      {internalCount > 0 && (
        <label className={styles.toggle}>
          <input
            type="checkbox"
            checked={showInternal}
            onChange={(event) => void changePreferences({ showInternalVms: event.target.checked })}
          />
          {qubesText.showInternal(internalCount)}
        </label>
      )}
      <p className={styles.count} role="status">
        {qubesText.shown(shownCount, allCount)}
      </p>
      <Button
        blockedBy={isConnected ? null : connectionText.notConnected}
        onClick={() => void fillInAction({ kind: 'create', vm: '' as VmName, class: 'AppVM' })}
      >
        {qubesText.newVm}
      </Button>
    </div>
  );
}
