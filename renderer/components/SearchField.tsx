import type { KeyboardEvent, Ref } from 'react';
import { Icon } from './Icon.tsx';
import styles from './SearchField.module.css';

interface SearchFieldProps {
  readonly name: string;
  readonly hint: string;
  readonly value: string;
  readonly inputRef: Ref<HTMLInputElement>;
  readonly onChange: (value: string) => void;
  /** Arrow down: to what was found. */
  readonly onLeave: () => void;
}

export function SearchField({ name, hint, value, inputRef, onChange, onLeave }: SearchFieldProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && value !== '') {
      event.preventDefault();
      onChange('');
    } else if (event.key === 'ArrowDown') {
      event.preventDefault();
      onLeave();
    }
  };
  return (
    <label className={styles.field}>
      <Icon name="search" />
      <input
        ref={inputRef}
        type="text"
        role="searchbox"
        aria-label={name}
        aria-keyshortcuts="/"
        placeholder={hint}
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
      />
    </label>
  );
}
