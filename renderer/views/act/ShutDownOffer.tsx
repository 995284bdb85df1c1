import { actText } from '#shared/text/act-text.ts';
import { shutdownHelps } from '#shared/rules/shutdown-helps.ts';
import { shutDownFirst } from '../../bridge/restart-requests.ts';
import { Button } from '../../components/Button.tsx';
import { useIsWaiting } from '../../stores/power-store.ts';
import type { Proposal } from '../../stores/proposal-store.ts';
import { useIsRestarted } from '../../stores/restart-store.ts';

interface ShutDownOfferProps {
  readonly proposal: Proposal;
}

/** Where a running VM is all that stands in the way. */
export function ShutDownOffer({ proposal: { action, answer } }: ShutDownOfferProps) {
  const isWaiting = useIsWaiting(action.vm);
  const isRestarted = useIsRestarted(action.vm);
  if (isRestarted && answer.state === 'planned') return <p>{actText.isStartedAgain(action.vm)}</p>;
  if (answer.state !== 'refused' || !shutdownHelps(action.vm, answer.blockers)) return null;
  return (
    <p>
      <Button blockedBy={isWaiting ? actText.shuttingDown(action.vm) : null} onClick={() => void shutDownFirst(action)}>
        {actText.shutDownFirst}
      </Button>
    </p>
  );
}
