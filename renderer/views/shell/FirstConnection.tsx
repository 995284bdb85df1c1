import type { Connection } from '#shared/domain/connection.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { connectionText } from '#shared/text/window-text.ts';
import { reconnect } from '../../bridge/connection-requests.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { StateMark } from '../../components/StateMark.tsx';

interface FirstConnectionProps {
  readonly connection: Connection;
}

/** Before there has ever been anything to show. */
export function FirstConnection({ connection }: FirstConnectionProps) {
  if (connection.state === 'lost') {
    return (
      <EmptyState role="alert" title={connectionText.lost} hint={failureText(connection.failure)}>
        {connection.isRetrying && <StateMark icon="half-disc" tone="neutral" text={connectionText.retrying} />}
        <Button tone="primary" onClick={() => void reconnect()}>
          {connectionText.tryAgain}
        </Button>
      </EmptyState>
    );
  }
  const { system } = connection;
  const stage = connection.state === 'connecting' ? connection.stage : null;
  return (
    <EmptyState role="status" title={connectionText.connecting(system)} hint={connectionText.connectingHint(system)}>
      {stage !== null && <StateMark icon="half-disc" tone="accent" text={stage} />}
    </EmptyState>
  );
}
