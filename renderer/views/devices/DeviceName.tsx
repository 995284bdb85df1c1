import type { Device } from '#shared/domain/device.ts';
import { descriptionText } from '#shared/text/device-text.ts';
import { devicesText } from '#shared/text/devices-text.ts';
import { formatBytes } from '#shared/text/format-bytes.ts';
import styles from './DevicesView.module.css';

interface DeviceNameProps {
  readonly device: Device;
}

/** The cells that every device has: what it is called, what it is, how large it is. */
export function DeviceName({ device }: DeviceNameProps) {
  const { backend, ident, fileSystem, sizeBytes, disk } = device;
  return (
    <>
      <th scope="row" className={styles.name} data-part={disk !== null}>
        <span className={styles.backend}>{backend}:</span>
        {ident}
      </th>
      <td>
        {descriptionText(device)}
        {fileSystem !== null && (
          <span className={styles.muted}>
            {' '}
            · {fileSystem.type}
            {fileSystem.label !== null && ` “${fileSystem.label}”`}
          </span>
        )}
      </td>
      <td data-number="true">{sizeBytes === null ? devicesText.unknownSize : formatBytes(sizeBytes)}</td>
    </>
  );
}
