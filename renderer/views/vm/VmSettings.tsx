import { sumBytes } from '#shared/base/bytes.ts';
import type { Vm } from '#shared/domain/vm.ts';
import { formatBytes } from '#shared/text/format-bytes.ts';
import { vmPaneText } from '#shared/text/vm-pane-text.ts';
import { classNames, notPermittedText, storageNames } from '#shared/text/vm-text.ts';
import { qubesText } from '#shared/text/window-text.ts';
import { Button } from '../../components/Button.tsx';
import { Panel } from '../../components/Panel.tsx';
import { VmLabelMark } from '../../components/VmLabelMark.tsx';
import { showScreen, showVm } from '../../stores/screen-store.ts';
import { AutostartSetting } from './AutostartSetting.tsx';
import { Setting } from './Setting.tsx';
import styles from './VmSettings.module.css';

interface VmSettingsProps {
  readonly vm: Vm;
}

export function VmSettings({ vm }: VmSettingsProps) {
  const { template } = vm;
  return (
    <Panel title={vmPaneText.settings}>
      <dl className={styles.settings}>
        <AutostartSetting vm={vm} />
        <Setting name={vmPaneText.storageType}>
          {vm.storageType === null ? vmPaneText.mixed : storageNames[vm.storageType]}
        </Setting>
        <Setting name={vmPaneText.class}>{classNames[vm.class]}</Setting>
        <Setting name={vmPaneText.template}>
          {template === null ? (
            vm.notPermitted.includes('template') ? (
              notPermittedText
            ) : (
              qubesText.none
            )
          ) : (
            <span className={styles.link}>
              <Button tone="quiet" size="small" onClick={() => showVm(template)}>
                {template}
              </Button>
            </span>
          )}
        </Setting>
        <Setting name={vmPaneText.label}>
          <VmLabelMark label={vm.label} /> {vm.label ?? notPermittedText}
        </Setting>
        <Setting name={vmPaneText.hidden}>{vm.isInternal ? vmPaneText.yes : vmPaneText.no}</Setting>
        {vm.kept.length > 0 && (
          <Setting name={vmPaneText.kept}>
            {formatBytes(sumBytes(vm.kept.map(({ usedBytes }) => usedBytes)))}
            <Button size="small" onClick={() => showScreen('kept')}>
              {vmPaneText.showKept}
            </Button>
          </Setting>
        )}
      </dl>
    </Panel>
  );
}
