import type { ComponentType } from 'react';
import type { Action } from '#shared/domain/action.ts';
import { changeAction } from '../../../bridge/action-requests.ts';
import { CloneForm } from './CloneForm.tsx';
import { CreateForm } from './CreateForm.tsx';
import type { FormProps } from './form-props.ts';
import { GrowForm } from './GrowForm.tsx';
import { KeepForm } from './KeepForm.tsx';
import { MigrateForm } from './MigrateForm.tsx';
import { NoteForm } from './NoteForm.tsx';
import { RemoveForm } from './RemoveForm.tsx';
import { RenameForm } from './RenameForm.tsx';

type Forms = { readonly [Kind in Action['kind']]?: ComponentType<FormProps<Kind>> };

const forms: Forms = {
  migrate: MigrateForm,
  resize: GrowForm,
  clone: CloneForm,
  create: CreateForm,
  rename: RenameForm,
  remove: RemoveForm,
  'mark-revision': NoteForm,
  'set-revisions': KeepForm,
};

interface ActionFormProps {
  readonly action: Action;
}

/** What can still be chosen about an action while its plan is looked at. */
export function ActionForm({ action }: ActionFormProps) {
  const Form = forms[action.kind] as ComponentType<FormProps<Action['kind']>> | undefined;
  return Form === undefined ? null : <Form action={action} onChange={changeAction} />;
}
