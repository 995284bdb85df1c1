import { useState } from 'react';
import { actText } from '#shared/text/act-text.ts';
import { startPlanned } from '../../bridge/action-requests.ts';
import { Button } from '../../components/Button.tsx';
import { ConfirmField } from '../../components/ConfirmField.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { closeProposals, useProposals, type Proposal } from '../../stores/proposal-store.ts';
import { confirmationWord } from './confirmation-word.ts';
import { describeProposals } from './describe-proposals.ts';
import { ManyProposals } from './ManyProposals.tsx';
import { SingleProposal } from './SingleProposal.tsx';

/** Shows what would be done before it is done, and begins it. */
export function ActDialog() {
  const proposals = useProposals((state) => state.proposals);
  const opening = useProposals((state) => state.opening);
  return proposals.length === 0 ? null : <OpenDialog key={opening} proposals={proposals} />;
}

interface OpenDialogProps {
  readonly proposals: readonly Proposal[];
}

function OpenDialog({ proposals }: OpenDialogProps) {
  const isStarting = useProposals((state) => state.isStarting);
  const { description, plannedCount, isPlanning, isSettled } = describeProposals(proposals);
  const [typed, setTyped] = useState('');
  const word = confirmationWord(proposals);
  const notYet = isPlanning
    ? actText.notYet
    : isStarting
      ? actText.starting
      : word !== null && typed !== word
        ? actText.typeFirst(word)
        : null;
  const [first] = proposals;
  const actions = proposals.map(({ action }) => action);
  return (
    <Dialog
      title={actText.title(actions)}
      description={description}
      onClose={closeProposals}
      footer={
        <>
          <Button onClick={closeProposals}>{isSettled ? actText.close : actText.cancel}</Button>
          {!isSettled && (
            <Button tone="primary" blockedBy={notYet} onClick={() => void startPlanned()}>
              {actText.start(actions, isPlanning ? null : plannedCount)}
            </Button>
          )}
        </>
      }
    >
      {first !== undefined && proposals.length === 1 ? (
        <SingleProposal answer={first.answer} />
      ) : (
        <ManyProposals proposals={proposals} />
      )}
      {word !== null && !isSettled && (
        <ConfirmField label={actText.typeToConfirm(word)} value={typed} onChange={setTyped} />
      )}
    </Dialog>
  );
}
