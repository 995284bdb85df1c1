import { useState } from 'react';
import type { Device } from '#shared/domain/device.ts';
import { devicesText } from '#shared/text/devices-text.ts';
import { connectionText } from '#shared/text/window-text.ts';
import { detachDevice } from '../../bridge/device-requests.ts';
import { Button } from '../../components/Button.tsx';
import { StateMark } from '../../components/StateMark.tsx';
import { useIsConnected } from '../../stores/connection-store.ts';
import { AttachDialog } from './AttachDialog.tsx';
import { DeviceName } from './DeviceName.tsx';

interface DeviceRowProps {
  readonly device: Device;
}

export function DeviceRow({ device }: DeviceRowProps) {
  const { attachedTo, id } = device;
  const [isAsking, setIsAsking] = useState(false);
  const blockedBy = useIsConnected() ? null : connectionText.notConnected;
  return (
    <tr>
      <DeviceName device={device} />
      <td>
        {attachedTo === null ? (
          <StateMark
            icon="circle"
            tone="neutral"
            text={device.isReadOnly ? devicesText.isReadOnly : devicesText.free}
          />
        ) : (
          <StateMark icon="disc" tone="positive" text={devicesText.attachedTo(attachedTo)} />
        )}
      </td>
      <td>
        {attachedTo === null ? (
          <Button
            size="small"
            blockedBy={blockedBy}
            aria-label={devicesText.attachNamed(id)}
            onClick={() => setIsAsking(true)}
          >
            {devicesText.attach}
          </Button>
        ) : (
          <Button
            size="small"
            blockedBy={blockedBy}
            aria-label={devicesText.detachNamed(id)}
            onClick={() => void detachDevice({ vm: attachedTo.vm, what: { frontend: attachedTo.frontend } })}
          >
            {devicesText.detach}
          </Button>
        )}
        {isAsking && <AttachDialog device={device} onClose={() => setIsAsking(false)} />}
      </td>
    </tr>
  );
}
