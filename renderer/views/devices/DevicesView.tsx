import { useState } from 'react';
import { isListed } from '#shared/rules/is-listed.ts';
import { devicesText } from '#shared/text/devices-text.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { windowText } from '#shared/text/window-text.ts';
import { lookAtDevices } from '../../bridge/look-requests.ts';
import { Button } from '../../components/Button.tsx';
import { CheckLine } from '../../components/CheckLine.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { useDevices } from '../../stores/look-store.ts';
import { DeviceRow } from './DeviceRow.tsx';
import { DeviceTable } from './DeviceTable.tsx';
import { InternalRow } from './InternalRow.tsx';
import styles from './DevicesView.module.css';

/** What can be given to VMs; what is somebody's already is told apart, and never offered. */
export function DevicesView() {
  const { seen, failure, isLooking } = useDevices();
  const [isAll, setIsAll] = useState(false);
  if (seen === null) {
    return (
      <EmptyState title={failure === null ? devicesText.looking : failureText(failure)} hint={null} role="status" />
    );
  }
  const listed = seen.devices.filter(isListed);
  const internal = seen.devices.filter((device) => !isListed(device));
  const troubles = [...(failure === null ? [] : [failure]), ...seen.problems];
  const { device, what, size, state, owner, act } = devicesText.columns;
  return (
    <section className={styles.view} aria-label={windowText.screens.devices} tabIndex={-1}>
      <div className={styles.bar}>
        <p className={styles.total} role="status">
          {isLooking ? devicesText.looking : devicesText.attachable(listed.length)}
        </p>
        <label className={styles.toggle}>
          <input type="checkbox" checked={isAll} onChange={(event) => setIsAll(event.target.checked)} />
          {devicesText.showInternal(internal.length)}
        </label>
        <Button onClick={() => void lookAtDevices()}>{devicesText.lookAgain}</Button>
      </div>
      <ul>
        {troubles.map((trouble, index) => (
          <CheckLine key={`${trouble.code}-${index}`} tone="caution">
            {failureText(trouble)}
          </CheckLine>
        ))}
      </ul>
      {listed.length === 0 ? (
        <p className={styles.total}>{devicesText.noneHint}</p>
      ) : (
        <DeviceTable name={devicesText.attachable(listed.length)} columns={[device, what, size, state, act]}>
          {listed.map((each) => (
            <DeviceRow key={each.id} device={each} />
          ))}
        </DeviceTable>
      )}
      {isAll && (
        <>
          <h2 className={styles.heading}>{devicesText.internal(internal.length)}</h2>
          <DeviceTable name={devicesText.internal(internal.length)} columns={[device, what, size, owner]}>
            {internal.map((each) => (
              <InternalRow key={each.id} device={each} />
            ))}
          </DeviceTable>
        </>
      )}
    </section>
  );
}
