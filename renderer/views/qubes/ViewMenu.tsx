import { qubesText } from '#shared/text/window-text.ts';
import { changePreferences } from '../../bridge/preference-requests.ts';
import { Menu, MenuCheck, MenuLine } from '../../components/Menu.tsx';
import { usePreferences } from '../../stores/preferences-store.ts';
import { vmColumnIds } from './vm-columns.ts';

interface ViewMenuProps {
  readonly internalCount: number;
}

/** Which columns and VMs there are to see; remembered. */
export function ViewMenu({ internalCount }: ViewMenuProps) {
  const showInternal = usePreferences((state) => state.showInternalVms);
  const hidden = usePreferences((state) => state.hiddenColumns);
  return (
    <Menu label={qubesText.viewMenu}>
      {vmColumnIds
        .filter((id) => id !== 'name')
        .map((id) => (
          <MenuCheck
            key={id}
            text={qubesText.columns[id]}
            isChecked={!hidden.includes(id)}
            onChange={(isShown) => {
              const hiddenColumns = isShown ? hidden.filter((each) => each !== id) : [...hidden, id];
              void changePreferences({ hiddenColumns });
            }}
          />
        ))}
      <MenuLine />
      <MenuCheck
        text={qubesText.showInternal(internalCount)}
        isChecked={showInternal}
        onChange={(isShown) => void changePreferences({ showInternalVms: isShown })}
      />
    </Menu>
  );
}
