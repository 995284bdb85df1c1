import type { Action } from '#shared/domain/action.ts';
import type { Blocker } from '#shared/domain/blocker.ts';
import type { Vm } from '#shared/domain/vm.ts';
import { cloneBlockers } from '#shared/rules/clone-blockers.ts';
import { migrationBlockersOn, migrationOn } from '#shared/rules/migration-on.ts';
import { otherStorage } from '#shared/rules/other-storage.ts';
import { shutdownHelps } from '#shared/rules/shutdown-helps.ts';
import { wholeVmBlockers } from '#shared/rules/whole-vm-blockers.ts';
import { vmPaneText } from '#shared/text/vm-pane-text.ts';
import { fillInAction } from '../../bridge/action-requests.ts';
import { Button } from '../../components/Button.tsx';
import { useSystem } from '../../stores/connection-store.ts';
import { useVms } from '../../stores/inventory-store.ts';
import { useJobs } from '../../stores/jobs-store.ts';
import { freeName } from './free-name.ts';
import { useBlockText } from './use-block-text.ts';

interface VmActionsProps {
  readonly vm: Vm;
}

/** What can be done to the VM as a whole: each begins with a form and a plan. */
export function VmActions({ vm }: VmActionsProps) {
  const vms = useVms();
  const jobs = useJobs();
  const system = useSystem();
  const to = vm.storageType === 'file' || vm.storageType === 'lvm' ? otherStorage(vm.storageType) : 'lvm';
  const cloneName = freeName(vm.name, vms);
  return (
    <>
      <Act
        text={vmPaneText.clone}
        action={{ kind: 'clone', vm: vm.name, name: cloneName }}
        blockers={cloneBlockers(vm, { name: cloneName }, vms, jobs)}
      />
      <Act
        text={vmPaneText.migrate}
        action={migrationOn(system, vm, to)}
        blockers={migrationBlockersOn(system, vm, to, jobs)}
      />
      <Act
        text={vmPaneText.rename}
        action={{ kind: 'rename', vm: vm.name, name: vm.name }}
        blockers={wholeVmBlockers(vm, false, jobs)}
      />
      <Act
        text={vmPaneText.remove}
        action={{ kind: 'remove', vm: vm.name, keepsFiles: false }}
        blockers={wholeVmBlockers(vm, false, jobs)}
      />
    </>
  );
}

interface ActProps {
  readonly text: string;
  readonly action: Action;
  readonly blockers: readonly Blocker[];
}

function Act({ text, action, blockers }: ActProps) {
  // In the dialog a running VM can be shut down.
  const blockedBy = useBlockText(shutdownHelps(action.vm, blockers) ? [] : blockers);
  return (
    <Button blockedBy={blockedBy} onClick={() => void fillInAction(action)}>
      {text}
    </Button>
  );
}
