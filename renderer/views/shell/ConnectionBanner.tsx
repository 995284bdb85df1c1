import { failureText } from '#shared/text/failure-text.ts';
import { formatTime } from '#shared/text/format-moment.ts';
import { connectionText } from '#shared/text/window-text.ts';
import { reconnect } from '../../bridge/connection-requests.ts';
import { Button } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { useConnection } from '../../stores/connection-store.ts';
import { useTakenAt } from '../../stores/inventory-store.ts';
import styles from './ConnectionBanner.module.css';

/** While the agent is away: the list stays, and this says how old it is. */
export function ConnectionBanner() {
  const connection = useConnection();
  const takenAt = useTakenAt();
  if (connection === null || takenAt === null || connection.state === 'ready') return null;
  const time = formatTime(takenAt);
  const isLost = connection.state === 'lost';
  return (
    <div className={styles.banner} role="status">
      <Icon name={isLost ? 'warning' : 'half-disc'} />
      <p className={styles.text}>
        <strong>{isLost ? connectionText.lost : connectionText.connectingAgain}</strong>{' '}
        {isLost ? failureText(connection.failure) : (connection.stage ?? '')}{' '}
        {isLost && connection.isRetrying ? connectionText.retrying : ''} {connectionText.lastSeen(time)}
      </p>
      {isLost && <Button onClick={() => void reconnect()}>{connectionText.tryAgain}</Button>}
    </div>
  );
}
