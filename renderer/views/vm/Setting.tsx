import type { ReactNode } from 'react';
import styles from './VmSettings.module.css';

interface SettingProps {
  readonly name: string;
  readonly children: ReactNode;
}

export function Setting({ name, children }: SettingProps) {
  return (
    <div className={styles.setting}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
