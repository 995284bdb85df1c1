import { formText } from '#shared/text/form-text.ts';
import { Field } from '../../../components/Field.tsx';
import type { FormProps } from './form-props.ts';

export function RemoveForm({ action, onChange }: FormProps<'remove'>) {
  return (
    <Field label={formText.keepFiles} after={formText.keepFilesMeans}>
      <input
        type="checkbox"
        checked={action.keepsFiles}
        onChange={(event) => onChange({ ...action, keepsFiles: event.target.checked })}
      />
    </Field>
  );
}
