import { useState } from 'react';
import type { Pool } from '#shared/domain/pool.ts';
import { formatBytes } from '#shared/text/format-bytes.ts';
import { poolText } from '#shared/text/pool-text.ts';
import { Button } from '../../components/Button.tsx';
import { useVms } from '../../stores/inventory-store.ts';
import { poolUsers } from './pool-users.ts';
import styles from './PoolUsers.module.css';

const shownAtFirst = 8;

interface PoolUsersProps {
  readonly pool: Pool;
}

/** Who uses the pool, the largest first. */
export function PoolUsers({ pool }: PoolUsersProps) {
  const [isWhole, setIsWhole] = useState(false);
  const users = poolUsers(pool.id, useVms());
  if (users.length === 0) return <p className={styles.none}>{poolText.noUsers}</p>;
  const shown = isWhole ? users : users.slice(0, shownAtFirst);
  const { qube, volume, limit, holds, share } = poolText.userColumns;
  return (
    <>
      <table className={styles.users}>
        <caption>{poolText.users}</caption>
        <thead>
          <tr>
            <th scope="col">{qube}</th>
            <th scope="col">{volume}</th>
            <th scope="col" data-number="true">
              {limit}
            </th>
            <th scope="col" data-number="true">
              {holds}
            </th>
            <th scope="col">
              <span className="visually-hidden">{share}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ vm, role, sizeBytes, usedBytes }) => (
            <tr key={`${vm}-${role}`}>
              <th scope="row">{vm}</th>
              <td>{role}</td>
              <td data-number="true">{formatBytes(sizeBytes)}</td>
              <td data-number="true">{formatBytes(usedBytes)}</td>
              <td>
                <meter
                  className={styles.bar}
                  value={usedBytes}
                  max={Math.max(1, users[0]?.usedBytes ?? 1)}
                  aria-label={`${vm} ${role}`}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {users.length > shownAtFirst && (
        <div>
          <Button tone="quiet" size="small" onClick={() => setIsWhole(!isWhole)}>
            {isWhole ? poolText.fewerUsers : poolText.allUsers(users.length)}
          </Button>
        </div>
      )}
    </>
  );
}
