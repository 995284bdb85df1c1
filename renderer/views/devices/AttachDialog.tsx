import { useState } from 'react';
import type { Device } from '#shared/domain/device.ts';
import type { Failure } from '#shared/domain/failure.ts';
import { attachBlockers } from '#shared/rules/attach-blockers.ts';
import { blockerText } from '#shared/text/blocker-text.ts';
import { devicesText } from '#shared/text/devices-text.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { windowText } from '#shared/text/window-text.ts';
import { attachDevice } from '../../bridge/device-requests.ts';
import { Button } from '../../components/Button.tsx';
import { CheckLine } from '../../components/CheckLine.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { SelectField } from '../../components/SelectField.tsx';
import { useVms } from '../../stores/inventory-store.ts';
import { useDevices } from '../../stores/look-store.ts';

interface AttachDialogProps {
  readonly device: Device;
  readonly onClose: () => void;
}

export function AttachDialog({ device, onClose }: AttachDialogProps) {
  const running = useVms().filter((vm) => vm.power === 'running' && vm.class !== 'AdminVM');
  const devices = useDevices((state) => state.seen)?.devices ?? [];
  const [chosen, setChosen] = useState(running[0]?.name ?? null);
  const [isReadOnly, setIsReadOnly] = useState(device.isReadOnly);
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const vm = running.find(({ name }) => name === chosen);
  const usedFrontends = new Set(
    devices.flatMap(({ attachedTo }) => (attachedTo !== null && attachedTo.vm === chosen ? [attachedTo.frontend] : [])),
  );
  const reasons =
    vm === undefined
      ? [devicesText.noVmRuns]
      : attachBlockers({ device, identity: device.identity, vm, frontend: null, isReadOnly, usedFrontends }).map(
          blockerText,
        );
  const attach = async () => {
    if (vm === undefined) return;
    setIsBusy(true);
    const why = await attachDevice({ vm: vm.name, device: device.id, identity: device.identity, isReadOnly });
    setIsBusy(false);
    setFailure(why);
    if (why === null) onClose();
  };
  return (
    <Dialog
      title={devicesText.title(device.id)}
      description={devicesText.describe}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{windowText.cancel}</Button>
          <Button
            tone="primary"
            blockedBy={isBusy ? devicesText.busy : reasons.join('\n') || null}
            onClick={() => void attach()}
          >
            {devicesText.attachNow}
          </Button>
        </>
      }
    >
      <SelectField<string>
        label={devicesText.to}
        options={running.map(({ name }) => ({ value: name, name }))}
        value={chosen ?? ''}
        onChange={(name) => setChosen(running.find((each) => each.name === name)?.name ?? null)}
      />
      <Field label={devicesText.readOnly} after={devicesText.readOnlyMeans}>
        <input type="checkbox" checked={isReadOnly} onChange={(event) => setIsReadOnly(event.target.checked)} />
      </Field>
      <div role="alert">
        <ul>
          {[...reasons, ...(failure === null ? [] : [failureText(failure)])].map((reason) => (
            <CheckLine key={reason} tone="caution">
              {reason}
            </CheckLine>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
