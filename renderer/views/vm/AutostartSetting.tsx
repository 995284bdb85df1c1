import { useId } from 'react';
import type { Vm } from '#shared/domain/vm.ts';
import { autostartBlockers } from '#shared/rules/autostart-blockers.ts';
import { hasAutostartDrift } from '#shared/rules/autostart-drift.ts';
import { vmPaneText } from '#shared/text/vm-pane-text.ts';
import { notPermittedText } from '#shared/text/vm-text.ts';
import { actAtOnce } from '../../bridge/action-requests.ts';
import { Button } from '../../components/Button.tsx';
import { useJobs } from '../../stores/jobs-store.ts';
import { Setting } from './Setting.tsx';
import { useBlockText } from './use-block-text.ts';
import styles from './VmSettings.module.css';

interface AutostartSettingProps {
  readonly vm: Vm;
}

/** Whether it starts at boot. Where registry and systemd differ, only a person knows which is meant. */
export function AutostartSetting({ vm }: AutostartSettingProps) {
  const reasonId = useId();
  const blockedBy = useBlockText(autostartBlockers(vm, useJobs()));
  const set = (isOn: boolean) => void actAtOnce({ kind: 'set-autostart', vm: vm.name, isOn });
  return (
    <Setting name={vmPaneText.autoboot}>
      {vm.autostart === null ? (
        notPermittedText
      ) : (
        <label className={styles.check} title={blockedBy ?? undefined}>
          <input
            type="checkbox"
            checked={vm.autostart}
            aria-disabled={blockedBy !== null}
            aria-describedby={blockedBy === null ? undefined : reasonId}
            onChange={() => {
              if (blockedBy === null) set(vm.autostart === false);
            }}
          />
          {vmPaneText.autobootLabel}
          <span id={reasonId} hidden>
            {blockedBy}
          </span>
        </label>
      )}
      {hasAutostartDrift(vm) && (
        <div className={styles.drift} role="note">
          <p>{vmPaneText.drift(vm)}</p>
          <div className={styles.repairs}>
            <Button size="small" blockedBy={blockedBy} onClick={() => set(true)}>
              {vmPaneText.repairOn}
            </Button>
            <Button size="small" blockedBy={blockedBy} onClick={() => set(false)}>
              {vmPaneText.repairOff}
            </Button>
          </div>
        </div>
      )}
    </Setting>
  );
}
