import type { VmName } from '#shared/domain/ids.ts';
import { migrateText } from '#shared/text/migrate-text.ts';
import { startMigrations } from '../../bridge/migration-requests.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { closeProposals, useMigration, type Proposal } from '../../stores/migration-store.ts';
import { describeProposals } from './describe-proposals.ts';
import { ManyProposals } from './ManyProposals.tsx';
import { SingleProposal } from './SingleProposal.tsx';

/** Shows what would be done before it is done, and begins it. */
export function MigrateDialog() {
  const proposals = useMigration((state) => state.proposals);
  const opening = useMigration((state) => state.opening);
  return proposals.size === 0 ? null : <OpenDialog key={opening} proposals={[...proposals]} />;
}

interface OpenDialogProps {
  readonly proposals: readonly (readonly [VmName, Proposal])[];
}

function OpenDialog({ proposals }: OpenDialogProps) {
  const isStarting = useMigration((state) => state.isStarting);
  const { description, plannedCount, isPlanning, isSettled } = describeProposals(proposals.map(([, each]) => each));
  const notYet = isPlanning ? migrateText.notYet : isStarting ? migrateText.starting : null;
  const single = proposals.length === 1 ? proposals[0]?.[1] : undefined;
  return (
    <Dialog
      title={migrateText.title(proposals.map(([vm]) => vm))}
      description={description}
      onClose={closeProposals}
      footer={
        <>
          <Button onClick={closeProposals}>{isSettled ? migrateText.close : migrateText.cancel}</Button>
          {!isSettled && (
            <Button tone="primary" blockedBy={notYet} onClick={() => void startMigrations()}>
              {proposals.length === 1 || isPlanning ? migrateText.start : migrateText.startMany(plannedCount)}
            </Button>
          )}
        </>
      }
    >
      {single === undefined ? <ManyProposals proposals={proposals} /> : <SingleProposal proposal={single} />}
    </Dialog>
  );
}
