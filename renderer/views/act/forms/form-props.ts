import type { Action, ActionOf } from '#shared/domain/action.ts';

export interface FormProps<Kind extends Action['kind']> {
  readonly action: ActionOf<Kind>;
  readonly onChange: (action: ActionOf<Kind>) => void;
}
