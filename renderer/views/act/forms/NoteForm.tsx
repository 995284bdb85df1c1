import { noteLimit } from '#shared/domain/action.ts';
import { formText } from '#shared/text/form-text.ts';
import { TextField } from '../../../components/TextField.tsx';
import type { FormProps } from './form-props.ts';

export function NoteForm({ action, onChange }: FormProps<'mark-revision'>) {
  return (
    <TextField
      label={formText.note}
      value={action.note ?? ''}
      maxLength={noteLimit}
      onChange={(note) => onChange({ ...action, note: note === '' ? null : note })}
    />
  );
}
