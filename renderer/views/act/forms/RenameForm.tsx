import type { VmName } from '#shared/domain/ids.ts';
import { formText } from '#shared/text/form-text.ts';
import { TextField } from '../../../components/TextField.tsx';
import type { FormProps } from './form-props.ts';

export function RenameForm({ action, onChange }: FormProps<'rename'>) {
  return (
    <TextField
      label={formText.name}
      value={action.name}
      onChange={(name) => onChange({ ...action, name: name.trim() as VmName })}
    />
  );
}
