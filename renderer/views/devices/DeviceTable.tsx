import type { ReactNode } from 'react';
import { devicesText } from '#shared/text/devices-text.ts';
import styles from './DevicesView.module.css';

interface DeviceTableProps {
  readonly name: string;
  readonly columns: readonly string[];
  readonly children: ReactNode;
}

export function DeviceTable({ name, columns, children }: DeviceTableProps) {
  return (
    <table className={styles.table} aria-label={name}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col" data-number={column === devicesText.columns.size}>
              <span className={column === devicesText.columns.act ? 'visually-hidden' : undefined}>{column}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
