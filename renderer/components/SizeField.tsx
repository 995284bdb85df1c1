import { useState } from 'react';
import { bytes, gib, type Bytes } from '#shared/base/bytes.ts';
import { Field } from './Field.tsx';

interface SizeFieldProps {
  readonly label: string;
  readonly value: Bytes;
  readonly onChange: (value: Bytes) => void;
}

/** A size in GiB. What is no number counts as nothing, which whoever is asked refuses with the reason. */
export function SizeField({ label, value, onChange }: SizeFieldProps) {
  const [typed, setTyped] = useState(() => String(Math.round((value / gib(1)) * 100) / 100));
  return (
    <Field label={label} after="GiB">
      <input
        type="number"
        min={0}
        step={1}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          onChange(bytes(Math.max(0, Math.round(Number(event.target.value) * gib(1)))));
        }}
      />
    </Field>
  );
}
