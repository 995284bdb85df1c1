import { revisionLimit } from '#shared/domain/action.ts';
import { formText } from '#shared/text/form-text.ts';
import { Field } from '../../../components/Field.tsx';
import type { FormProps } from './form-props.ts';

export function KeepForm({ action, onChange }: FormProps<'set-revisions'>) {
  return (
    <Field label={formText.keep} after={formText.revisions}>
      <input
        type="number"
        min={0}
        max={revisionLimit}
        value={action.count}
        onChange={(event) => {
          const count = Math.min(revisionLimit, Math.max(0, Math.trunc(Number(event.target.value))));
          onChange({ ...action, count });
        }}
      />
    </Field>
  );
}
