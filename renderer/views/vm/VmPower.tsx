import { useState } from 'react';
import type { Vm } from '#shared/domain/vm.ts';
import { startBlockers } from '#shared/rules/start-blockers.ts';
import { blockerText } from '#shared/text/blocker-text.ts';
import { vmPaneText } from '#shared/text/vm-pane-text.ts';
import { connectionText } from '#shared/text/window-text.ts';
import { changePower } from '../../bridge/power-requests.ts';
import { Button } from '../../components/Button.tsx';
import { useIsConnected } from '../../stores/connection-store.ts';
import { useVms } from '../../stores/inventory-store.ts';
import { useJobs } from '../../stores/jobs-store.ts';
import { useIsWaiting } from '../../stores/power-store.ts';
import { KillDialog } from './KillDialog.tsx';

interface VmPowerProps {
  readonly vm: Vm;
}

/** Starting and ending a VM, which is no plan: it comes back as it was. */
export function VmPower({ vm }: VmPowerProps) {
  const [isAsking, setIsAsking] = useState(false);
  const isConnected = useIsConnected();
  const isWaiting = useIsWaiting(vm.name);
  const template = useVms().find(({ name }) => name === vm.template);
  const reasons = startBlockers(vm, template, useJobs()).map(blockerText).join('\n') || null;
  if (vm.class === 'AdminVM') return null;
  const notNow = !isConnected ? connectionText.notConnected : isWaiting ? vmPaneText.waiting(vm.name) : null;
  const isOff = vm.power === 'halted' || vm.power === 'crashed';
  return (
    <>
      {isOff && (
        <Button blockedBy={notNow ?? reasons} onClick={() => void changePower('start', vm.name)}>
          {vmPaneText.start}
        </Button>
      )}
      {vm.power === 'paused' && (
        <Button blockedBy={notNow} onClick={() => void changePower('unpause', vm.name)}>
          {vmPaneText.resume}
        </Button>
      )}
      {vm.power === 'running' && (
        <>
          <Button blockedBy={notNow} onClick={() => void changePower('pause', vm.name)}>
            {vmPaneText.pause}
          </Button>
          <Button blockedBy={notNow} onClick={() => void changePower('stop', vm.name)}>
            {vmPaneText.shutDown}
          </Button>
        </>
      )}
      {!isOff && (
        // While a start or a stop hangs it is what helps: it does not wait for an answer.
        <Button blockedBy={isConnected ? null : connectionText.notConnected} onClick={() => setIsAsking(true)}>
          {vmPaneText.kill}
        </Button>
      )}
      {isAsking && <KillDialog vm={vm.name} onClose={() => setIsAsking(false)} />}
    </>
  );
}
