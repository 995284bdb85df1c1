import { systemNames } from '#shared/text/window-text.ts';
import { useAgent, useConnection } from '../../stores/connection-store.ts';
import styles from './AgentNote.module.css';

/** Which system this window manages, and the machine that answers. */
export function AgentNote() {
  const connection = useConnection();
  const agent = useAgent();
  if (connection === null) return null;
  return (
    <p className={styles.note}>
      <strong>{systemNames[connection.system]}</strong>
      {agent !== null && <span title={`${agent.hostName} · ${agent.version}`}>{agent.hostName}</span>}
    </p>
  );
}
