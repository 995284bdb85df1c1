import type { Device } from '#shared/domain/device.ts';
import { hiddenText } from '#shared/text/device-text.ts';
import { DeviceName } from './DeviceName.tsx';
import styles from './DevicesView.module.css';

interface InternalRowProps {
  readonly device: Device;
}

/** Somebody's device: whose it is, and no way to give it away. */
export function InternalRow({ device }: InternalRowProps) {
  return (
    <tr>
      <DeviceName device={device} />
      <td className={styles.muted}>{device.hidden !== null && hiddenText(device.hidden)}</td>
    </tr>
  );
}
