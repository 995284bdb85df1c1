import { Icon } from './Icon.tsx';
import styles from './Choice.module.css';

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly options: readonly Value[];
  readonly names: Readonly<Record<Value, string>>;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** One of a few, as the system's own list box. */
export function Choice<Value extends string>({ label, options, names, value, onChange }: ChoiceProps<Value>) {
  const onSelect = (chosen: string) => {
    const option = options.find((candidate) => candidate === chosen);
    if (option !== undefined) onChange(option);
  };
  return (
    <label className={styles.choice}>
      <span>{label}</span>
      <select value={value} onChange={(event) => onSelect(event.target.value)}>
        {options.map((option) => (
          <option key={option} value={option}>
            {names[option]}
          </option>
        ))}
      </select>
      <Icon name="chevron-down" size={11} />
    </label>
  );
}
