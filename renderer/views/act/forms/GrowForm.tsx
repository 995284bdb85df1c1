import { formText } from '#shared/text/form-text.ts';
import { SizeField } from '../../../components/SizeField.tsx';
import type { FormProps } from './form-props.ts';

export function GrowForm({ action, onChange }: FormProps<'resize'>) {
  return (
    <SizeField
      label={formText.newSize}
      value={action.sizeBytes}
      onChange={(sizeBytes) => onChange({ ...action, sizeBytes })}
    />
  );
}
