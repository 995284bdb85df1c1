import type { ActionOf } from '#shared/domain/action.ts';
import { migrateBlockers } from '#shared/rules/migrate-blockers.ts';
import { formText } from '#shared/text/form-text.ts';
import { proposeActions } from '../../../bridge/action-requests.ts';
import { Button } from '../../../components/Button.tsx';
import { useVms } from '../../../stores/inventory-store.ts';
import { useJobs } from '../../../stores/jobs-store.ts';

interface ChildrenOfferProps {
  readonly action: ActionOf<'migrate'>;
}

/** A template's children keep their private volumes where they are unless they are moved too: one review for all of them. */
export function ChildrenOffer({ action }: ChildrenOfferProps) {
  const jobs = useJobs();
  const { to } = action;
  const children = useVms().filter(
    (vm) => vm.template === action.vm && to !== undefined && migrateBlockers(vm, to, jobs).length === 0,
  );
  if (children.length === 0) return null;
  const together = [action.vm, ...children.map(({ name }) => name)];
  return (
    <p>
      <Button onClick={() => void proposeActions(together.map((vm) => ({ ...action, vm })))}>
        {formText.withChildren(children.map(({ name }) => name))}
      </Button>
    </p>
  );
}
