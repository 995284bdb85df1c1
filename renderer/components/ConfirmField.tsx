import { useId } from 'react';
import styles from './ConfirmField.module.css';

interface ConfirmFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Where a person types a word before something that there is no way back from. */
export function ConfirmField({ label, value, onChange }: ConfirmFieldProps) {
  const id = useId();
  return (
    <p className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </p>
  );
}
