import type { VmName } from '#shared/domain/ids.ts';
import { formText } from '#shared/text/form-text.ts';
import { TextField } from '../../../components/TextField.tsx';
import type { FormProps } from './form-props.ts';
import { StorageField } from './StorageField.tsx';

export function CloneForm({ action, onChange }: FormProps<'clone'>) {
  return (
    <>
      <TextField
        label={formText.name}
        value={action.name}
        onChange={(name) => onChange({ ...action, name: name.trim() as VmName })}
      />
      <StorageField like={action.vm} choice={action} onChange={({ to, pool }) => onChange({ ...action, to, pool })} />
    </>
  );
}
