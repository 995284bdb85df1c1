import { useState, type KeyboardEvent } from 'react';
import { actText } from '#shared/text/act-text.ts';
import { formText } from '#shared/text/form-text.ts';
import { startPlanned } from '../../bridge/action-requests.ts';
import { Button } from '../../components/Button.tsx';
import { ConfirmField } from '../../components/ConfirmField.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { closeProposals, useProposals, type Proposal } from '../../stores/proposal-store.ts';
import { takeRestart } from '../../stores/restart-store.ts';
import { confirmationWord } from './confirmation-word.ts';
import { describeProposals } from './describe-proposals.ts';
import { ActionForm } from './forms/ActionForm.tsx';
import { ManyProposals } from './ManyProposals.tsx';
import { ShutDownOffer } from './ShutDownOffer.tsx';
import { SingleProposal } from './SingleProposal.tsx';
import styles from './ActDialog.module.css';

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
      : isSettled
        ? actText.nothingHappens
        : word !== null && typed !== word
          ? actText.typeFirst(word)
          : null;
  const [first] = proposals;
  const isForm = useProposals((state) => state.isForm);
  const actions = proposals.map(({ action }) => action);
  const cancel = () => {
    for (const { vm } of actions) takeRestart(vm);
    closeProposals();
  };
  const beginOnEnter = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && notYet === null && event.target instanceof HTMLInputElement) void startPlanned();
  };
  return (
    <Dialog
      title={isForm && first !== undefined ? formText.title(first.action) : actText.title(actions)}
      description={description}
      onClose={cancel}
      footer={
        <>
          <Button onClick={cancel}>{isSettled && !isForm ? actText.close : actText.cancel}</Button>
          {(!isSettled || isForm) && (
            <Button tone="primary" blockedBy={notYet} onClick={() => void startPlanned()}>
              {actText.start(actions, isPlanning ? null : plannedCount)}
            </Button>
          )}
        </>
      }
    >
      {isForm && first !== undefined && (
        <fieldset className={styles.form} disabled={isStarting} onKeyDown={beginOnEnter}>
          <ActionForm action={first.action} />
        </fieldset>
      )}
      {first !== undefined && proposals.length === 1 ? (
        <>
          <SingleProposal answer={first.answer} />
          <ShutDownOffer proposal={first} />
        </>
      ) : (
        <ManyProposals proposals={proposals} />
      )}
      {word !== null && !isSettled && (
        <ConfirmField label={actText.typeToConfirm(word)} value={typed} onChange={setTyped} />
      )}
    </Dialog>
  );
}
